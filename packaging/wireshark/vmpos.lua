-- SPDX-License-Identifier: Apache-2.0
--
-- Wireshark dissector for captures of `vmpos serve --pcap FILE`. Link type 147 (DLT_USER0): frames between phone and reader; 149
-- (DLT_USER2): between phone and host; 148 (DLT_USER1): commands to a card and its answers. Each packet begins with two bytes:
-- direction (0 towards reader, host or card, 1 from it) and the reader's number. With a key log (`--key-log`, preference vmpos_link.key_log) records are opened and handed to the protobuf
-- dissector. The wire: assets/docs/protocol.md. Usage:
--   wireshark -X lua_script:packaging/wireshark/vmpos.lua -o vmpos_link.key_log:keys.txt capture.pcapng
local bit = bit32 or require("bit")
local band, bxor, rshift, lshift = bit.band, bit.bxor, bit.rshift, bit.lshift

-- AES-256 in counter mode: what opens AES-GCM once the tag need not be checked ----------------------------------------------

local sbox = {}
do
  local function rotate(x, n) return band(bit.bor(lshift(x, n), rshift(x, 8 - n)), 0xff) end
  local p, q = 1, 1
  repeat  -- p runs through all non-zero values, q is its inverse (FIPS 197, 5.1.1)
    p = band(bxor(p, lshift(p, 1), p >= 0x80 and 0x11b or 0), 0xff)
    q = bxor(q, lshift(q, 1))
    q = bxor(q, lshift(q, 2))
    q = band(bxor(q, lshift(q, 4)), 0xff)
    if q >= 0x80 then q = bxor(q, 0x09) end
    sbox[p] = bxor(q, rotate(q, 1), rotate(q, 2), rotate(q, 3), rotate(q, 4), 0x63)
  until p == 1
  sbox[0] = 0x63
end
local function double(x) return band(bxor(lshift(x, 1), x >= 0x80 and 0x1b or 0), 0xff) end

-- 60 words of 4 bytes, flat.
local function expand_key(key)
  local w = {key:byte(1, 32)}
  local rcon = 1
  for i = 8, 59 do
    local a, b, c, d = w[4 * i - 3], w[4 * i - 2], w[4 * i - 1], w[4 * i]
    if i % 8 == 0 then
      a, b, c, d = bxor(sbox[b], rcon), sbox[c], sbox[d], sbox[a]
      rcon = double(rcon)
    elseif i % 8 == 4 then
      a, b, c, d = sbox[a], sbox[b], sbox[c], sbox[d]
    end
    local before = 4 * (i - 8)
    w[4 * i + 1], w[4 * i + 2] = bxor(w[before + 1], a), bxor(w[before + 2], b)
    w[4 * i + 3], w[4 * i + 4] = bxor(w[before + 3], c), bxor(w[before + 4], d)
  end
  return w
end

local function encrypt_block(w, block)
  local s = {}
  for i = 1, 16 do s[i] = bxor(block[i], w[i]) end
  for round = 1, 14 do
    local t = {}
    for column = 0, 3 do
      local a = {}
      for row = 0, 3 do a[row] = sbox[s[4 * ((column + row) % 4) + row + 1]] end
      local all = bxor(a[0], a[1], a[2], a[3])
      for row = 0, 3 do
        local mixed = a[row]
        if round < 14 then mixed = bxor(a[row], all, double(bxor(a[row], a[(row + 1) % 4]))) end
        t[4 * column + row + 1] = bxor(mixed, w[16 * round + 4 * column + row + 1])
      end
    end
    s = t
  end
  return s
end

-- nonce = 4 zero bytes | counter; the block counter of the text begins at 2.
local function open_record(w, counter, sealed)
  local out = {}
  for at = 0, #sealed - 1, 16 do
    local block, high = {0, 0, 0, 0}, counter
    for i = 12, 5, -1 do block[i], high = high % 256, math.floor(high / 256) end
    local number = 2 + at / 16
    for i = 16, 13, -1 do block[i], number = number % 256, math.floor(number / 256) end
    local stream = encrypt_block(w, block)
    for i = 1, math.min(16, #sealed - at) do out[#out + 1] = string.char(bxor(stream[i], sealed:byte(at + i))) end
  end
  return table.concat(out)
end

-- Names -------------------------------------------------------------------------------------------------------------------

local ways = {[0] = "towards", [1] = "from"}
local frame_types = {[1] = "handshake", [2] = "record", [3] = "acknowledgement", [4] = "closed"}
local record_types = {[1] = "data", [2] = "confirmed", [3] = "refused", [4] = "goodbye", [5] = "keep alive", [6] = "compare"}
local reasons = {
  [0] = "none", "transport lost", "far end closed", "idle", "handshake failed", "handshake timeout", "certificate refused",
  "code refused", "code timeout", "busy", "record refused", "retransmission limit", "version"
}

local link = Proto("vmpos_link", "vmpos phone and reader")
local f = link.fields
f.way = ProtoField.uint8("vmpos_link.way", "Direction", base.DEC, ways)
f.reader = ProtoField.uint8("vmpos_link.reader", "Reader")
f.version = ProtoField.uint8("vmpos_link.version", "Version")
f.type = ProtoField.uint8("vmpos_link.type", "Type", base.DEC, frame_types)
f.more = ProtoField.bool("vmpos_link.more", "More fragments", 8, nil, 1)
f.credit = ProtoField.uint8("vmpos_link.credit", "Credit")
f.sequence = ProtoField.uint16("vmpos_link.sequence", "Sequence")
f.acknowledgement = ProtoField.uint16("vmpos_link.acknowledgement", "Acknowledgement")
f.length = ProtoField.uint16("vmpos_link.length", "Length")
f.payload = ProtoField.bytes("vmpos_link.payload", "Payload")
f.check = ProtoField.uint32("vmpos_link.check", "Check", base.HEX)
f.handshake = ProtoField.uint8("vmpos_link.handshake", "Handshake message")
f.ephemeral = ProtoField.bytes("vmpos_link.ephemeral", "Ephemeral key")
f.commitment = ProtoField.bytes("vmpos_link.commitment", "Commitment")
f.reason = ProtoField.uint8("vmpos_link.reason", "Reason", base.DEC, reasons)
f.record = ProtoField.uint8("vmpos_link.record", "Record", base.DEC, record_types)
f.opened = ProtoField.bytes("vmpos_link.opened", "Opened")
link.prefs.key_log = Pref.string("Key log", "", "File of vmpos serve --key-log")

local junk = ProtoExpert.new("vmpos_link.junk", "not a frame", expert.group.MALFORMED, expert.severity.WARN)
link.experts = {junk}

-- State: packets come in order once; what was found is kept by packet number ---------------------------------------------------

local keys, sessions, seen = nil, {}, {}

function link.init()
  keys, sessions, seen = {}, {}, {}
  if link.prefs.key_log == "" then return end
  local file = io.open(link.prefs.key_log)
  if not file then return end
  for line in file:lines() do
    local ephemeral, to_reader, to_phone = line:match("^VMPOS_LINK (%x+) (%x+) (%x+)$")
    if ephemeral then
      local function schedule(hex) return expand_key((hex:gsub("%x%x", function(h) return string.char(tonumber(h, 16)) end))) end
      keys[ephemeral] = {[0] = schedule(to_reader), [1] = schedule(to_phone)}
    end
  end
  file:close()
end

-- What this frame completes: {handshake = n} or {record = counter, plain = text}.
local function first_look(reader, way, kind, more, sequence, payload)
  local session = sessions[reader]
  if kind == 1 and way == 0 and sequence == 0 then
    session = {handshakes = 0, counters = {[0] = 0, [1] = 0}, pieces = {[0] = "", [1] = ""},
               keys = keys[payload(0, 32):bytes():tohex()]}
    sessions[reader] = session
  end
  if not session or (kind ~= 1 and kind ~= 2) then return {} end
  local whole = session.pieces[way] .. payload:bytes():raw()
  session.pieces[way] = more and whole or ""
  if more then return {} end
  if kind == 1 then
    session.handshakes = session.handshakes + 1
    return {handshake = session.handshakes}
  end
  local counter = session.counters[way]
  session.counters[way] = counter + 1
  if not session.keys or #whole < 17 then return {record = counter} end
  return {record = counter, plain = open_record(session.keys[way], counter, whole:sub(1, -17))}
end

local function show_record(found, tree, pinfo, way)
  local info = "record " .. found.record
  if not found.plain then return info .. " (sealed)" end
  local plain = ByteArray.new(found.plain, true):tvb("Opened record")
  local kind = plain(0, 1):uint()
  tree:add(f.record, plain(0, 1))
  tree:add(f.opened, plain(0))
  info = info .. ": " .. (record_types[kind] or "unknown")
  if kind == 4 and plain:len() == 2 then tree:add(f.reason, plain(1, 1)) end
  if kind ~= 1 then return info end
  local message = "Request"
  if way == 1 then
    -- Where field 2 is a number (tag 10) it is a Reply.
    local at = 1
    if plain(at, 1):uint() == 0x08 then
      at = at + 1
      while plain(at, 1):uint() >= 0x80 do at = at + 1 end
      at = at + 1
    end
    message = at < plain:len() and plain(at, 1):uint() == 0x10 and "Reply" or "Notice"
  end
  pinfo.private["pb_msg_type"] = "message,mpos.reader.v1." .. message
  Dissector.get("protobuf"):call(plain(1):tvb(), pinfo, tree)
  return info .. ", " .. message
end

function link.dissector(buffer, pinfo, root)
  pinfo.cols.protocol = "VMPOS"
  local way, reader = buffer(0, 1):uint(), buffer(1, 1):uint()
  pinfo.cols.src = way == 0 and "phone" or "reader " .. reader
  pinfo.cols.dst = way == 0 and "reader " .. reader or "phone"
  local tree = root:add(link, buffer())
  tree:add(f.way, buffer(0, 1))
  tree:add(f.reader, buffer(1, 1))
  local frame = buffer(2):tvb()
  if frame:len() < 18 or frame(0, 2):uint() ~= 0xa55a then
    tree:add_proto_expert_info(junk)
    pinfo.cols.info = "not a frame, " .. frame:len() .. " bytes"
    return
  end
  local kind, more, sequence, length = frame(3, 1):uint(), band(frame(4, 1):uint(), 1) == 1, frame(6, 2):uint(), frame(10, 2):uint()
  tree:add(f.version, frame(2, 1))
  tree:add(f.type, frame(3, 1))
  tree:add(f.more, frame(4, 1))
  tree:add(f.credit, frame(5, 1))
  tree:add(f.sequence, frame(6, 2))
  tree:add(f.acknowledgement, frame(8, 2))
  tree:add(f.length, frame(10, 2))
  local info = frame_types[kind] or "unknown type"
  if length > 0 then
    local payload = frame(14, length)
    tree:add(f.payload, payload)
    if not seen[pinfo.number] then seen[pinfo.number] = first_look(reader, way, kind, more, sequence, payload) end
    local found = seen[pinfo.number]
    if found.handshake then
      info = "handshake message " .. found.handshake
      tree:add(f.handshake, payload, found.handshake)
      if found.handshake < 3 then tree:add(f.ephemeral, payload(0, 32)) end
      if found.handshake == 1 and length == 66 then tree:add(f.commitment, payload(34, 32)) end
    elseif found.record then
      info = show_record(found, tree, pinfo, way)
    elseif kind == 4 then
      info = "closed: " .. (reasons[payload(0, 1):uint()] or "unknown")
      tree:add(f.reason, payload(0, 1))
    elseif more then
      info = info .. ", a fragment"
    end
  end
  tree:add(f.check, frame(14 + length, 4))
  pinfo.cols.info = info
end

-- The host's side ---------------------------------------------------------------------------------------------------------

local host = Proto("vmpos_host", "vmpos phone and host")
local h = host.fields
h.way = ProtoField.uint8("vmpos_host.way", "Direction", base.DEC, ways)
h.length = ProtoField.uint16("vmpos_host.length", "Length")
h.tpdu = ProtoField.bytes("vmpos_host.tpdu", "TPDU")
h.header = ProtoField.bytes("vmpos_host.header", "Header")
h.mti = ProtoField.string("vmpos_host.mti", "MTI")
h.bitmap = ProtoField.bytes("vmpos_host.bitmap", "Bitmap")
h.fields_present = ProtoField.string("vmpos_host.fields", "Fields present")
h.body = ProtoField.bytes("vmpos_host.body", "Fields")

function host.dissector(buffer, pinfo, root)
  pinfo.cols.protocol = "VMPOS-HOST"
  local way = buffer(0, 1):uint()
  pinfo.cols.src = way == 0 and "phone" or "host"
  pinfo.cols.dst = way == 0 and "host" or "phone"
  local tree = root:add(host, buffer())
  tree:add(h.way, buffer(0, 1))
  local frame = buffer(2):tvb()
  if frame:len() < 23 then
    pinfo.cols.info = "not a message, " .. frame:len() .. " bytes"
    return
  end
  tree:add(h.length, frame(0, 2))
  tree:add(h.tpdu, frame(2, 5))
  tree:add(h.header, frame(7, 6))
  local mti = frame(13, 2):bytes():tohex()
  tree:add(h.mti, frame(13, 2), mti)
  tree:add(h.bitmap, frame(15, 8))
  local present = {}
  for number = 1, 64 do
    local byte = frame(15 + math.floor((number - 1) / 8), 1):uint()
    if band(byte, rshift(0x80, (number - 1) % 8)) ~= 0 then present[#present + 1] = number end
  end
  tree:add(h.fields_present, frame(15, 8), table.concat(present, " "))
  if frame:len() > 23 then tree:add(h.body, frame(23)) end
  pinfo.cols.info = mti .. ", fields " .. table.concat(present, " ")
end

-- The card's side -----------------------------------------------------------------------------------------------------------

local instructions = {
  [0x20] = "VERIFY", [0x84] = "GET CHALLENGE", [0x88] = "INTERNAL AUTHENTICATE", [0x82] = "EXTERNAL AUTHENTICATE", [0xa4] = "SELECT",
  [0xa8] = "GET PROCESSING OPTIONS", [0xae] = "GENERATE AC", [0xb0] = "READ BINARY", [0xb2] = "READ RECORD", [0xc0] = "GET RESPONSE",
  [0xca] = "GET DATA", [0x24] = "PIN CHANGE", [0x1e] = "APPLICATION BLOCK", [0x16] = "CARD BLOCK", [0x18] = "APPLICATION UNBLOCK",
  [0xda] = "PUT DATA", [0xdc] = "UPDATE RECORD", [0x50] = "INITIALIZE", [0x54] = "PURCHASE"
}
local apdu = Proto("vmpos_apdu", "vmpos reader and card")
local a = apdu.fields
a.way = ProtoField.uint8("vmpos_apdu.way", "Direction", base.DEC, ways)
a.reader = ProtoField.uint8("vmpos_apdu.reader", "Reader")
a.class = ProtoField.uint8("vmpos_apdu.class", "CLA", base.HEX)
a.instruction = ProtoField.uint8("vmpos_apdu.instruction", "INS", base.HEX, instructions)
a.parameters = ProtoField.uint16("vmpos_apdu.parameters", "P1 P2", base.HEX)
a.data = ProtoField.bytes("vmpos_apdu.data", "Data")
a.status = ProtoField.uint16("vmpos_apdu.status", "SW1 SW2", base.HEX)

function apdu.dissector(buffer, pinfo, root)
  pinfo.cols.protocol = "VMPOS-APDU"
  local way = buffer(0, 1):uint()
  pinfo.cols.src = way == 0 and "reader " .. buffer(1, 1):uint() or "card"
  pinfo.cols.dst = way == 0 and "card" or "reader " .. buffer(1, 1):uint()
  local tree = root:add(apdu, buffer())
  tree:add(a.way, buffer(0, 1))
  tree:add(a.reader, buffer(1, 1))
  local bytes = buffer:len() - 2
  if way == 0 and bytes >= 4 then
    tree:add(a.class, buffer(2, 1))
    tree:add(a.instruction, buffer(3, 1))
    tree:add(a.parameters, buffer(4, 2))
    if bytes > 4 then tree:add(a.data, buffer(6)) end
    pinfo.cols.info = instructions[buffer(3, 1):uint()] or string.format("instruction %02X", buffer(3, 1):uint())
  elseif way == 1 and bytes >= 2 then
    if bytes > 2 then tree:add(a.data, buffer(2, bytes - 2)) end
    tree:add(a.status, buffer(bytes, 2))
    pinfo.cols.info = "answer " .. buffer(bytes, 2):bytes():tohex()
  else
    pinfo.cols.info = "mute"
  end
end

DissectorTable.get("wtap_encap"):add(wtap.USER0, link)
DissectorTable.get("wtap_encap"):add(wtap.USER1, apdu)
DissectorTable.get("wtap_encap"):add(wtap.USER2, host)
