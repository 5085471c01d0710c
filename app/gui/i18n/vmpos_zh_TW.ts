<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AboutBox</name>
    <message>
        <source>About Virtual mPOS</source>
        <translation>關於虛擬 mPOS</translation>
    </message>
    <message>
        <source>Virtual mPOS %1</source>
        <translation>虛擬 mPOS %1</translation>
    </message>
    <message>
        <source>SIMULATOR: test keys and test cards only. No payment made here moves money.</source>
        <translation>SIMULATOR：僅限測試金鑰與測試卡，這裡的交易不會動用任何資金。</translation>
    </message>
    <message>
        <source>Licence: Apache-2.0.</source>
        <translation>授權：Apache-2.0。</translation>
    </message>
    <message>
        <source>Made with:</source>
        <translation>使用的軟體：</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>mpos::gui::Bench</name>
    <message>
        <source>The world ended while it was recorded: there is no scenario.</source>
        <translation>錄製期間世界已結束：沒有產生情境。</translation>
    </message>
    <message>
        <source>%1 is there already: name another file.</source>
        <translation>%1 已存在：請換一個檔名。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>無法建立資料夾 %1。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>無法寫入 %1：%2</translation>
    </message>
</context>
<context>
    <name>BenchTab</name>
    <message>
        <source>Close %1</source>
        <translation>關閉%1</translation>
    </message>
</context>
<context>
    <name>ByteView</name>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>CardFace</name>
    <message>
        <source>VALID THRU %1</source>
        <translation>有效期 %1</translation>
    </message>
</context>
<context>
    <name>ClockPanel</name>
    <message>
        <source>Virtual clock</source>
        <translation>虛擬時鐘</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>目前時間</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Events that wait</source>
        <translation>等待中的事件</translation>
    </message>
    <message>
        <source>The next is due at</source>
        <translation>下一個事件的時間</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Step one event</source>
        <translation>單步一個事件</translation>
    </message>
    <message>
        <source>Commands that wait for their step</source>
        <translation>等待步驟的命令</translation>
    </message>
    <message>
        <source>at: %1</source>
        <translation>步驟：%1</translation>
    </message>
</context>
<context>
    <name>DemoView</name>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收據</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>輸入金額</translation>
    </message>
    <message>
        <source>Present a card</source>
        <translation>出示卡片</translation>
    </message>
    <message>
        <source>Enter the PIN</source>
        <translation>輸入密碼</translation>
    </message>
    <message>
        <source>The bank decides</source>
        <translation>銀行處理中</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>The sale is over</source>
        <translation>交易結束</translation>
    </message>
    <message>
        <source>Phone and reader meet for the first time: both show six digits, and the green key says they agree.</source>
        <translation>手機和刷卡機第一次見面：兩邊顯示同樣的六位數字，按綠色鍵表示一致。</translation>
    </message>
    <message>
        <source>The merchant types an amount on the phone.</source>
        <translation>商家在手機上輸入金額。</translation>
    </message>
    <message>
        <source>The merchant logs in on the phone, and the phone finds the reader.</source>
        <translation>商家在手機上登入，手機連線刷卡機。</translation>
    </message>
    <message>
        <source>Insert, swipe or tap: the reader reads the card itself. The phone only waits.</source>
        <translation>插卡、刷卡或感應，都由刷卡機自己讀取，手機只是等待。</translation>
    </message>
    <message>
        <source>The cardholder types the PIN on the reader. It is enciphered inside at once and never leaves it in clear.</source>
        <translation>顧客在刷卡機上輸入密碼。密碼在機內立即加密，不離開刷卡機，手機也看不到。</translation>
    </message>
    <message>
        <source>The reader seals the request, the phone carries it, the bank answers. Nobody in between can read or change it.</source>
        <translation>刷卡機加密請求，手機轉送，銀行回應。途中沒有人能讀取或更改。</translation>
    </message>
    <message>
        <source>The bank has answered, the reader shows it, and the phone prints the receipt.</source>
        <translation>銀行已經回應，刷卡機顯示結果，手機給出收據。</translation>
    </message>
    <message>
        <source>The display and the phone say why.</source>
        <translation>顯示幕和手機會說明原因。</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>僅限測試金鑰與測試卡</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手動</translation>
    </message>
    <message>
        <source>Play by itself</source>
        <translation>自動展示</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>Slow ×¼</source>
        <translation>慢速 ×¼</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>離開</translation>
    </message>
</context>
<context>
    <name>EventRows</name>
    <message>
        <source>Every frame, APDU and key operation will appear here</source>
        <translation>每個訊框、APDU 和金鑰操作都會顯示在這裡</translation>
    </message>
    <message>
        <source>Timeline, %1 events</source>
        <translation>時間軸，%1 個事件</translation>
    </message>
    <message>
        <source>Virtual time</source>
        <translation>虛擬時間</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>位元組</translation>
    </message>
    <message>
        <source>after %1 s</source>
        <translation>%1 秒後</translation>
    </message>
</context>
<context>
    <name>mpos::gui::FaultList</name>
    <message>
        <source>&apos;%1&apos; is none; write for instance %2</source>
        <translation>「%1」無效；例如寫 %2</translation>
    </message>
    <message>
        <source>Waits for: %1</source>
        <translation>等待步驟：%1</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按鍵</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>FaultPanel</name>
    <message>
        <source>Find a fault</source>
        <translation>尋找故障</translation>
    </message>
    <message>
        <source>active</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>被拒絕：%1</translation>
    </message>
    <message>
        <source>Set once</source>
        <translation>已設一次</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>At step…</source>
        <translation>於步驟…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Unmark</source>
        <translation>取消標記</translation>
    </message>
    <message>
        <source>%1 faults, as the bus lists them. What is set goes into journal and recording.</source>
        <translation>清單來自匯流排，共 %1 項。故障會寫入日誌和錄製檔。</translation>
    </message>
</context>
<context>
    <name>FaultWords</name>
    <message>
        <source>Dead key</source>
        <translation>按鍵失靈</translation>
    </message>
    <message>
        <source>The key never makes contact</source>
        <translation>該鍵始終不接觸</translation>
    </message>
    <message>
        <source>Stuck key</source>
        <translation>按鍵卡住</translation>
    </message>
    <message>
        <source>The key stays down once pressed</source>
        <translation>按下後不再彈起</translation>
    </message>
    <message>
        <source>Power cut while writing</source>
        <translation>寫入時斷電</translation>
    </message>
    <message>
        <source>When so many more bytes of the flash were written or erased</source>
        <translation>Flash 再寫入或抹除這麼多位元組時</translation>
    </message>
    <message>
        <source>Dead magnetic head</source>
        <translation>磁頭失靈</translation>
    </message>
    <message>
        <source>A swipe reads nothing</source>
        <translation>刷卡讀不到任何內容</translation>
    </message>
    <message>
        <source>Card pulled out</source>
        <translation>拔出卡片</translation>
    </message>
    <message>
        <source>Contact ends in the middle of whatever goes on</source>
        <translation>接點在交換途中斷開</translation>
    </message>
    <message>
        <source>Card taken away</source>
        <translation>移開卡片</translation>
    </message>
    <message>
        <source>What is held to the antenna leaves the field</source>
        <translation>天線上的卡片離開感應區</translation>
    </message>
    <message>
        <source>PSAM taken out</source>
        <translation>取出 PSAM</translation>
    </message>
    <message>
        <source>The slot behind the battery lid is empty</source>
        <translation>電池蓋後的卡槽為空</translation>
    </message>
    <message>
        <source>Phone hangs up</source>
        <translation>手機斷開</translation>
    </message>
    <message>
        <source>The session between phone and reader ends</source>
        <translation>手機與刷卡機的連線結束</translation>
    </message>
    <message>
        <source>Power cut</source>
        <translation>斷電</translation>
    </message>
    <message>
        <source>The reader stops at once; only its flash remembers</source>
        <translation>刷卡機立即停止，只有 Flash 保留內容</translation>
    </message>
    <message>
        <source>Power off and on</source>
        <translation>斷電再上電</translation>
    </message>
    <message>
        <source>The reader starts anew</source>
        <translation>刷卡機重新啟動</translation>
    </message>
    <message>
        <source>Request altered</source>
        <translation>請求被竄改</translation>
    </message>
    <message>
        <source>The phone flips a bit in what it forwards to the acquirer</source>
        <translation>手機在轉送給收單行的報文中翻轉一位元</translation>
    </message>
    <message>
        <source>Approval forged</source>
        <translation>偽造核准</translation>
    </message>
    <message>
        <source>The phone turns the next refusal into an approval</source>
        <translation>手機把下一個拒絕改成核准</translation>
    </message>
    <message>
        <source>Answer repeated</source>
        <translation>回應重複</translation>
    </message>
    <message>
        <source>The phone brings the next answer twice</source>
        <translation>手機把下一個回應送兩次</translation>
    </message>
    <message>
        <source>Request repeated</source>
        <translation>請求重複</translation>
    </message>
    <message>
        <source>The phone sends the next request twice</source>
        <translation>手機把下一個請求發兩次</translation>
    </message>
    <message>
        <source>Answer lost</source>
        <translation>回應遺失</translation>
    </message>
    <message>
        <source>The phone keeps the next answer to itself</source>
        <translation>手機扣下下一個回應</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>無網路</translation>
    </message>
    <message>
        <source>The phone cannot reach the acquirer</source>
        <translation>手機連不上收單行</translation>
    </message>
    <message>
        <source>MAC over another message</source>
        <translation>為其他報文求 MAC</translation>
    </message>
    <message>
        <source>The phone asks for a MAC over a message with another amount</source>
        <translation>手機為金額不同的報文請求 MAC</translation>
    </message>
    <message>
        <source>Acquirer answers with a code</source>
        <translation>收單行按碼回應</translation>
    </message>
    <message>
        <source>Field 39 of the next answer, without deciding</source>
        <translation>下一個回應的欄位 39，不作判斷</translation>
    </message>
    <message>
        <source>Acquirer does not answer</source>
        <translation>收單行不回應</translation>
    </message>
    <message>
        <source>It takes the message, decides and posts: a reversal must follow</source>
        <translation>收到報文、判斷並入帳：必須沖正</translation>
    </message>
    <message>
        <source>Acquirer never sees it</source>
        <translation>收單行收不到</translation>
    </message>
    <message>
        <source>The next message is lost on its way</source>
        <translation>下一個報文在途中遺失</translation>
    </message>
    <message>
        <source>Wrong MAC</source>
        <translation>MAC 錯誤</translation>
    </message>
    <message>
        <source>The next answer has a damaged field 64</source>
        <translation>下一個回應的欄位 64 被損壞</translation>
    </message>
    <message>
        <source>Wrong TPDU</source>
        <translation>TPDU 錯誤</translation>
    </message>
    <message>
        <source>The next answer keeps the addresses unswapped</source>
        <translation>下一個回應不交換位址</translation>
    </message>
    <message>
        <source>Wrong host proof</source>
        <translation>主機證明錯誤</translation>
    </message>
    <message>
        <source>The next answer&apos;s proof is damaged: the reader must not trust it</source>
        <translation>下一個回應的證明被損壞：刷卡機不得信任</translation>
    </message>
    <message>
        <source>Wrong key check value</source>
        <translation>金鑰校驗值錯誤</translation>
    </message>
    <message>
        <source>At the next sign-in, for pik, mak or tdk</source>
        <translation>下次簽到時，用於 pik、mak 或 tdk</translation>
    </message>
    <message>
        <source>Answer with another field</source>
        <translation>回應中改一個欄位</translation>
    </message>
    <message>
        <source>Number=value, under a good MAC</source>
        <translation>欄位號=值，MAC 正確</translation>
    </message>
    <message>
        <source>Acquirer is slow</source>
        <translation>收單行變慢</translation>
    </message>
    <message>
        <source>The next answer comes this much later</source>
        <translation>下一個回應延後這麼久</translation>
    </message>
    <message>
        <source>Wrong issuer cryptogram</source>
        <translation>發卡行密文錯誤</translation>
    </message>
    <message>
        <source>The chip must refuse the issuer&apos;s answer</source>
        <translation>晶片必須拒絕發卡行的回應</translation>
    </message>
    <message>
        <source>No issuer cryptogram</source>
        <translation>無發卡行密文</translation>
    </message>
    <message>
        <source>Tag 91 is missing from the next answer</source>
        <translation>下一個回應缺少標籤 91</translation>
    </message>
    <message>
        <source>Wrong parameter signature</source>
        <translation>參數簽章錯誤</translation>
    </message>
    <message>
        <source>The next parameter file is signed wrongly</source>
        <translation>下一個參數檔簽章錯誤</translation>
    </message>
    <message>
        <source>Wrong MAC of a load</source>
        <translation>圈存 MAC 錯誤</translation>
    </message>
    <message>
        <source>The command that loads electronic cash is damaged</source>
        <translation>電子現金圈存命令被損壞</translation>
    </message>
    <message>
        <source>Chunk lost</source>
        <translation>遺失一塊</translation>
    </message>
    <message>
        <source>The next one the phone sends never arrives</source>
        <translation>手機發出的下一塊不會到達</translation>
    </message>
    <message>
        <source>Chunk damaged</source>
        <translation>損壞一塊</translation>
    </message>
    <message>
        <source>One bit of the next one is flipped</source>
        <translation>下一塊翻轉一位元</translation>
    </message>
    <message>
        <source>Chunk repeated</source>
        <translation>重複一塊</translation>
    </message>
    <message>
        <source>The next one arrives twice</source>
        <translation>下一塊到達兩次</translation>
    </message>
    <message>
        <source>Link breaks</source>
        <translation>連線中斷</translation>
    </message>
    <message>
        <source>After the next chunk</source>
        <translation>在下一塊之後</translation>
    </message>
    <message>
        <source>Link delayed</source>
        <translation>連線延遲</translation>
    </message>
    <message>
        <source>Each chunk arrives this much later</source>
        <translation>每一塊都延後這麼久到達</translation>
    </message>
    <message>
        <source>Chunks out of order</source>
        <translation>塊亂序</translation>
    </message>
    <message>
        <source>The next one arrives behind the one after it</source>
        <translation>下一塊落在其後一塊之後</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延遲</translation>
    </message>
    <message>
        <source>One way, both directions</source>
        <translation>單程，兩個方向</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖動</translation>
    </message>
    <message>
        <source>Each chunk up to this much earlier or later</source>
        <translation>每一塊最多提前或延後這麼久</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>頻寬</translation>
    </message>
    <message>
        <source>Bytes a second</source>
        <translation>每秒位元組數</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>遺失率</translation>
    </message>
    <message>
        <source>Chance that a chunk never arrives, 0 to 1</source>
        <translation>一塊不到達的機率，0 到 1</translation>
    </message>
    <message>
        <source>Duplication</source>
        <translation>重複率</translation>
    </message>
    <message>
        <source>Chance that a chunk arrives twice, 0 to 1</source>
        <translation>一塊到達兩次的機率，0 到 1</translation>
    </message>
    <message>
        <source>Corruption</source>
        <translation>損壞率</translation>
    </message>
    <message>
        <source>Chance that a bit of a chunk is flipped, 0 to 1</source>
        <translation>一塊中翻轉一位元的機率，0 到 1</translation>
    </message>
    <message>
        <source>Short chunks</source>
        <translation>短塊</translation>
    </message>
    <message>
        <source>At most so many bytes in one</source>
        <translation>每塊最多這麼多位元組</translation>
    </message>
    <message>
        <source>Link breaks after bytes</source>
        <translation>按位元組數中斷</translation>
    </message>
    <message>
        <source>Once so many more bytes have arrived</source>
        <translation>再到達這麼多位元組後</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>鍵盤</translation>
    </message>
    <message>
        <source>Flash</source>
        <translation>Flash</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>磁條</translation>
    </message>
    <message>
        <source>Cards and phone</source>
        <translation>卡片與手機</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>電源</translation>
    </message>
    <message>
        <source>A phone not to be trusted</source>
        <translation>不可信的手機</translation>
    </message>
    <message>
        <source>Acquirer</source>
        <translation>收單行</translation>
    </message>
    <message>
        <source>Link, the next chunks</source>
        <translation>連線：接下來的塊</translation>
    </message>
    <message>
        <source>Link, from now on</source>
        <translation>連線：從現在起</translation>
    </message>
</context>
<context>
    <name>HostPanel</name>
    <message>
        <source>Test accounts</source>
        <translation>測試帳戶</translation>
    </message>
    <message>
        <source>Messages and ledger</source>
        <translation>報文與帳簿</translation>
    </message>
    <message>
        <source>The acquirer&apos;s messages and postings will appear here</source>
        <translation>收單行的報文和記帳會顯示在這裡</translation>
    </message>
</context>
<context>
    <name>KeyCap</name>
    <message>
        <source>Key %1</source>
        <translation>按鍵 %1</translation>
    </message>
</context>
<context>
    <name>KeyPanel</name>
    <message>
        <source>Terminal master key</source>
        <translation>終端主金鑰</translation>
    </message>
    <message>
        <source>PIN key</source>
        <translation>PIN 金鑰</translation>
    </message>
    <message>
        <source>MAC key</source>
        <translation>MAC 金鑰</translation>
    </message>
    <message>
        <source>Track key</source>
        <translation>磁軌金鑰</translation>
    </message>
    <message>
        <source>Device authentication key</source>
        <translation>裝置認證金鑰</translation>
    </message>
    <message>
        <source>Serial number key</source>
        <translation>序號金鑰</translation>
    </message>
    <message>
        <source>DUKPT key</source>
        <translation>DUKPT 金鑰</translation>
    </message>
    <message>
        <source>Keys of %1</source>
        <translation>%1 的金鑰</translation>
    </message>
    <message>
        <source>KCV %1</source>
        <translation>KCV %1</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>DUKPT counter (KSN)</source>
        <translation>DUKPT 計數器（KSN）</translation>
    </message>
    <message>
        <source>State</source>
        <translation>狀態</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>韌體</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已關機</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>簽到</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>none</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Reversal</source>
        <translation>沖正</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>待處理</translation>
    </message>
    <message>
        <source>MAC checks</source>
        <translation>MAC 校驗</translation>
    </message>
    <message>
        <source>locked until the next sign-in</source>
        <translation>鎖定至下次簽到</translation>
    </message>
    <message>
        <source>open</source>
        <translation>開放</translation>
    </message>
    <message>
        <source>Tamper</source>
        <translation>防拆</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>鎖定</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Chip slot</source>
        <translation>晶片槽</translation>
    </message>
    <message>
        <source>Antenna</source>
        <translation>天線</translation>
    </message>
    <message>
        <source>PSAM slot</source>
        <translation>PSAM 槽</translation>
    </message>
    <message>
        <source>Audit entries</source>
        <translation>稽核條目</translation>
    </message>
</context>
<context>
    <name>LinkPanel</name>
    <message>
        <source>Phone and reader</source>
        <translation>手機與刷卡機</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>none</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Carried by</source>
        <translation>承載</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Phone shows</source>
        <translation>手機顯示</translation>
    </message>
    <message>
        <source>Frames and messages</source>
        <translation>訊框與報文</translation>
    </message>
    <message>
        <source>Frames will appear here when a phone connects</source>
        <translation>手機連線後，訊框會顯示在這裡</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Virtual mPOS — SIMULATOR</source>
        <translation>虛擬 mPOS — SIMULATOR</translation>
    </message>
    <message>
        <source>Virtual mPOS</source>
        <translation>虛擬 mPOS</translation>
    </message>
    <message>
        <source>Reader profile</source>
        <translation>刷卡機型號</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，位於 %2</translation>
    </message>
    <message>
        <source>Virtual clock %1 seconds, speed %2</source>
        <translation>虛擬時鐘 %1 秒，速度 %2</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>One event on</source>
        <translation>前進一個事件</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>展示</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>淺色主題</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主題</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>About Virtual mPOS</source>
        <translation>關於虛擬 mPOS</translation>
    </message>
    <message>
        <source>Stripe slot · drag across, 10–150 cm/s</source>
        <translation>磁條槽 · 橫向拖過，10–150 cm/s</translation>
    </message>
    <message>
        <source>Chip slot · drag in from below</source>
        <translation>晶片插槽 · 從下方拖入</translation>
    </message>
    <message>
        <source>%1 · firmware %2</source>
        <translation>%1 · 韌體 %2</translation>
    </message>
    <message>
        <source>Show the wallet</source>
        <translation>展開卡包</translation>
    </message>
    <message>
        <source>Fold the wallet</source>
        <translation>摺疊卡包</translation>
    </message>
    <message>
        <source>Show the phone</source>
        <translation>展開手機</translation>
    </message>
    <message>
        <source>Fold the phone</source>
        <translation>摺疊手機</translation>
    </message>
    <message>
        <source>Start here: log in on the phone, type an amount, then drag a card to the reader.</source>
        <translation>從這裡開始：在手機上登入，輸入金額，再把卡片拖到刷卡機上。</translation>
    </message>
    <message>
        <source>Close the hint</source>
        <translation>關閉提示</translation>
    </message>
    <message>
        <source>The connection to the reader ended. The last events are kept.</source>
        <translation>與刷卡機的連線已中斷，最後的事件已保留。</translation>
    </message>
    <message>
        <source>The reader stopped. The last events are kept.</source>
        <translation>刷卡機已停止，最後的事件已保留。</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新連線</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新啟動</translation>
    </message>
    <message>
        <source>session up</source>
        <translation>工作階段已建立</translation>
    </message>
    <message>
        <source>compare the code</source>
        <translation>核對配對碼</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>In memory: </source>
        <translation>記憶體直連：</translation>
    </message>
    <message>
        <source>No acquirer</source>
        <translation>沒有收單機構</translation>
    </message>
    <message>
        <source>Host: signed in</source>
        <translation>主機：已簽到</translation>
    </message>
    <message>
        <source>Host: ready</source>
        <translation>主機：就緒</translation>
    </message>
    <message>
        <source>%1 files not loaded</source>
        <translation>%1 個檔案未載入</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>僅限測試金鑰與測試卡</translation>
    </message>
    <message>
        <source>Deterministic, seed %1</source>
        <translation>確定性模式，種子 %1</translation>
    </message>
    <message>
        <source>%1 events listed</source>
        <translation>已列出 %1 筆事件</translation>
    </message>
    <message>
        <source>Width of the workbench</source>
        <translation>工作台寬度</translation>
    </message>
    <message>
        <source>Open scenario…</source>
        <translation>開啟情境…</translation>
    </message>
    <message>
        <source>■ Stop</source>
        <translation>■ 停止</translation>
    </message>
    <message>
        <source>● Record</source>
        <translation>● 錄製</translation>
    </message>
</context>
<context>
    <name>mpos::gui::MerchantPhone</name>
    <message>
        <source>This reader has no service %1.</source>
        <translation>這台刷卡機沒有 %1 服務。</translation>
    </message>
    <message>
        <source>Type an amount such as 128.50.</source>
        <translation>請輸入金額，例如 128.50。</translation>
    </message>
    <message>
        <source>Type a number such as 000012.</source>
        <translation>請輸入數字，例如 000012。</translation>
    </message>
    <message>
        <source>The acquirer refused the sign-in.</source>
        <translation>收單機構拒絕了簽到。</translation>
    </message>
</context>
<context>
    <name>PhoneView</name>
    <message>
        <source>Merchant&apos;s phone, SIMULATOR</source>
        <translation>商家手機，SIMULATOR</translation>
    </message>
    <message>
        <source>T %1</source>
        <translation>端末機 %1</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>登出</translation>
    </message>
    <message>
        <source>Test merchant %1</source>
        <translation>測試商家 %1</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作員</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密碼</translation>
    </message>
    <message>
        <source>Does the reader show this code?</source>
        <translation>刷卡機上顯示的是這個號碼嗎？</translation>
    </message>
    <message>
        <source>Press the green key on the reader if it does, the red one if not.</source>
        <translation>如果一致，按刷卡機的綠色鍵；如果不一致，按紅色鍵。</translation>
    </message>
    <message>
        <source>Log in and start a sale</source>
        <translation>登入並開始消費</translation>
    </message>
    <message>
        <source>Test account, filled in for you</source>
        <translation>測試帳號，已為您填好</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Signed in, batch %1</source>
        <translation>已簽到，批次 %1</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>virtual time %1</source>
        <translation>虛擬時間 %1</translation>
    </message>
    <message>
        <source>Link to the reader</source>
        <translation>與刷卡機的連線</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>記憶體直連</translation>
    </message>
    <message>
        <source>Log out to change the link.</source>
        <translation>登出後才能變更連線。</translation>
    </message>
    <message>
        <source>Acquirer</source>
        <translation>收單機構</translation>
    </message>
    <message>
        <source>HOST:PORT, empty for the built-in one</source>
        <translation>主機:連接埠，留空為內建主機</translation>
    </message>
    <message>
        <source>Use it (the reader starts anew)</source>
        <translation>使用（刷卡機將重新啟動）</translation>
    </message>
    <message>
        <source>Code %1</source>
        <translation>配對碼 %1</translation>
    </message>
</context>
<context>
    <name>PowerPanel</name>
    <message>
        <source>Supply</source>
        <translation>供電</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>刷卡機</translation>
    </message>
    <message>
        <source>on</source>
        <translation>開</translation>
    </message>
    <message>
        <source>off</source>
        <translation>關</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>韌體</translation>
    </message>
    <message>
        <source>Backlight</source>
        <translation>背光</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>開機</translation>
    </message>
    <message>
        <source>Cut the power</source>
        <translation>斷電</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
    <message>
        <source>Power on and off will appear here</source>
        <translation>開機和斷電會顯示在這裡</translation>
    </message>
</context>
<context>
    <name>ReaderView</name>
    <message>
        <source>Reader %1, SIMULATOR</source>
        <translation>刷卡機 %1，SIMULATOR</translation>
    </message>
    <message>
        <source>Reader, SIMULATOR</source>
        <translation>刷卡機，SIMULATOR</translation>
    </message>
    <message>
        <source>SAM slot, %1</source>
        <translation>SAM 卡槽，%1</translation>
    </message>
    <message>
        <source>Display, PIN entry</source>
        <translation>顯示幕，正在輸入密碼</translation>
    </message>
    <message>
        <source>Display, 4 lines: %1</source>
        <translation>顯示幕，四行：%1</translation>
    </message>
    <message>
        <source>Display, dark</source>
        <translation>顯示幕，未點亮</translation>
    </message>
    <message>
        <source>Light %1, on</source>
        <translation>指示燈 %1，亮</translation>
    </message>
    <message>
        <source>Light %1, off</source>
        <translation>指示燈 %1，滅</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>選單</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>向上</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>向下</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>電源</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星號</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>井字</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Stripe slot, card in it</source>
        <translation>磁條槽，有卡片</translation>
    </message>
    <message>
        <source>Stripe slot, empty</source>
        <translation>磁條槽，空</translation>
    </message>
    <message>
        <source>Chip slot, %1 inserted</source>
        <translation>晶片插槽，已插入 %1</translation>
    </message>
    <message>
        <source>Chip slot, empty</source>
        <translation>晶片插槽，空</translation>
    </message>
</context>
<context>
    <name>SaleSteps</name>
    <message>
        <source>Reader connected, signed in</source>
        <translation>刷卡機已連線，已簽到</translation>
    </message>
    <message>
        <source>Request sent</source>
        <translation>請求已送出</translation>
    </message>
    <message>
        <source>Amount sent</source>
        <translation>金額已送出</translation>
    </message>
    <message>
        <source>Swipe again</source>
        <translation>請重新刷卡</translation>
    </message>
    <message>
        <source>The card has a chip</source>
        <translation>請使用晶片</translation>
    </message>
    <message>
        <source>Waiting for card</source>
        <translation>等待卡片</translation>
    </message>
    <message>
        <source>PIN on the reader</source>
        <translation>在刷卡機上輸入密碼</translation>
    </message>
    <message>
        <source>Host answer</source>
        <translation>主機回應</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收據</translation>
    </message>
    <message>
        <source>Declined, code %1</source>
        <translation>交易拒絕，回應碼 %1</translation>
    </message>
    <message>
        <source>The cardholder signs here</source>
        <translation>請持卡人在此簽名</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>New sale</source>
        <translation>新交易</translation>
    </message>
    <message>
        <source>Cancel sale</source>
        <translation>取消交易</translation>
    </message>
    <message>
        <source>Sealed end to end. This phone never sees card or PIN.</source>
        <translation>全程加密。手機看不到卡號與密碼。</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1：已完成</translation>
    </message>
    <message>
        <source>%1: now</source>
        <translation>%1：進行中</translation>
    </message>
</context>
<context>
    <name>ScenarioPanel</name>
    <message>
        <source>not loaded</source>
        <translation>未載入</translation>
    </message>
    <message>
        <source>getting ready</source>
        <translation>準備中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>執行中</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通過</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Scenario file</source>
        <translation>情境檔</translation>
    </message>
    <message>
        <source>Path of a scenario file, or drop one here</source>
        <translation>情境檔路徑，或拖到這裡</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開啟</translation>
    </message>
    <message>
        <source>■ Stop</source>
        <translation>■ 停止</translation>
    </message>
    <message>
        <source>● Record</source>
        <translation>● 錄製</translation>
    </message>
    <message>
        <source>Recording: everything you do becomes a step.</source>
        <translation>正在錄製：您所做的每一步都會成為步驟。</translation>
    </message>
    <message>
        <source>%1 steps recorded. Where shall the file go?</source>
        <translation>已錄製 %1 步。檔案存到哪裡？</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已儲存：%1</translation>
    </message>
    <message>
        <source>File of the recording</source>
        <translation>錄製檔</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>捨棄</translation>
    </message>
    <message>
        <source>Play it</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Written for the reader %1; it plays on the one that is here.</source>
        <translation>此情境為刷卡機 %1 編寫，現在在目前的刷卡機上播放。</translation>
    </message>
    <message>
        <source>%1 · step %2 of %3</source>
        <translation>%1 · 第 %2 步，共 %3 步</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新執行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Line %1, %2</source>
        <translation>第 %1 行，%2</translation>
    </message>
    <message>
        <source>Expected: %1</source>
        <translation>期望：%1</translation>
    </message>
    <message>
        <source>Actual: %1</source>
        <translation>實際：%1</translation>
    </message>
    <message>
        <source>Scenario not loaded</source>
        <translation>情境未載入</translation>
    </message>
    <message>
        <source>%1, line %2, column %3</source>
        <translation>%1，第 %2 行第 %3 欄</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新載入</translation>
    </message>
    <message>
        <source>Record what you do, or open a scenario file: its steps light up as they run.</source>
        <translation>錄製您的操作，或開啟情境檔：執行時步驟會逐一亮起。</translation>
    </message>
</context>
<context>
    <name>mpos::gui::ScenarioPlayer</name>
    <message>
        <source>the act to be carried out</source>
        <translation>操作應被執行</translation>
    </message>
    <message>
        <source>it was refused: %1</source>
        <translation>被拒絕：%1</translation>
    </message>
    <message>
        <source>, within %1</source>
        <translation>，%1 內</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Signature</source>
        <translation>簽名</translation>
    </message>
    <message>
        <source>Signature field, %1 strokes</source>
        <translation>簽名區，%1 筆</translation>
    </message>
    <message>
        <source>Signature field, empty; the space bar draws a test signature</source>
        <translation>簽名區，空白；按空白鍵寫入測試簽名</translation>
    </message>
</context>
<context>
    <name>StoragePanel</name>
    <message>
        <source>Flash</source>
        <translation>Flash</translation>
    </message>
    <message>
        <source>Sectors in use</source>
        <translation>已用磁區</translation>
    </message>
    <message>
        <source>%1 KiB each</source>
        <translation>每個 %1 KiB</translation>
    </message>
    <message>
        <source>Most worn sector</source>
        <translation>磨損最多的磁區</translation>
    </message>
    <message>
        <source>erases</source>
        <translation>次抹除</translation>
    </message>
    <message>
        <source>Reversal kept</source>
        <translation>保存的沖正</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>no</source>
        <translation>無</translation>
    </message>
    <message>
        <source>Audit entries</source>
        <translation>稽核條目</translation>
    </message>
    <message>
        <source>Sector %1, erased %2 times</source>
        <translation>磁區 %1，已抹除 %2 次</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>Each write and erase of the flash will appear here</source>
        <translation>Flash 的每次寫入和抹除都會顯示在這裡</translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>Filter</source>
        <translation>篩選</translation>
    </message>
    <message>
        <source>Filter: 0200, GENERATE AC, screen</source>
        <translation>篩選：0200、GENERATE AC、畫面</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>問題</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟隨</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手機</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>刷卡機</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>PSAM</source>
        <translation>PSAM</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主機</translation>
    </message>
    <message>
        <source>No event fits the filter</source>
        <translation>沒有符合篩選的事件</translation>
    </message>
    <message>
        <source>Every frame, APDU and key operation will appear here</source>
        <translation>每個訊框、APDU 和金鑰操作都會顯示在這裡</translation>
    </message>
    <message>
        <source>%1 older events dropped</source>
        <translation>已捨棄 %1 個較早的事件</translation>
    </message>
</context>
<context>
    <name>TimelineWords</name>
    <message>
        <source>Link down</source>
        <translation>連線中斷</translation>
    </message>
    <message>
        <source>Link connecting</source>
        <translation>連線中</translation>
    </message>
    <message>
        <source>Code to compare</source>
        <translation>待比對的配對碼</translation>
    </message>
    <message>
        <source>Session up</source>
        <translation>連線已建立</translation>
    </message>
    <message>
        <source>Session refused</source>
        <translation>連線被拒絕</translation>
    </message>
    <message>
        <source>Reader busy</source>
        <translation>刷卡機忙線</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>Screen %1</source>
        <translation>畫面 %1</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>無顯示</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>無回應</translation>
    </message>
    <message>
        <source>Outcome %1</source>
        <translation>結果 %1</translation>
    </message>
    <message>
        <source>Power on</source>
        <translation>開機</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>關機</translation>
    </message>
    <message>
        <source>Beep</source>
        <translation>蜂鳴</translation>
    </message>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按鍵</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>隱藏</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>抹除</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>flash at 0x%1</source>
        <translation>Flash 0x%1</translation>
    </message>
    <message>
        <source>Card in</source>
        <translation>插入卡片</translation>
    </message>
    <message>
        <source>Card out</source>
        <translation>取出卡片</translation>
    </message>
    <message>
        <source>Chip ended</source>
        <translation>晶片交易結束</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>稽核</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>訊框</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>帳簿</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>備註</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒絕</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>錄製中</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>已錄製</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message>
        <source>Wallet, %1 cards</source>
        <translation>卡包，%1 張卡</translation>
    </message>
    <message>
        <source>Too fast: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡過快：%1 cm/s，可讀範圍 10–150。</translation>
    </message>
    <message>
        <source>Too slow: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡過慢：%1 cm/s，可讀範圍 10–150。</translation>
    </message>
    <message>
        <source>%1 cm/s</source>
        <translation>%1 cm/s</translation>
    </message>
    <message>
        <source>WALLET</source>
        <translation>卡包</translation>
    </message>
    <message>
        <source>Not loaded, line %1, column %2</source>
        <translation>未載入，第 %1 行，第 %2 欄</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新載入</translation>
    </message>
    <message>
        <source>in the chip slot</source>
        <translation>在晶片插槽中</translation>
    </message>
    <message>
        <source>at the antenna</source>
        <translation>感應中</translation>
    </message>
    <message>
        <source>Card %1, %2, ending %3</source>
        <translation>卡片 %1，%2，末四碼 %3</translation>
    </message>
    <message>
        <source>PSAM %1, in its slot</source>
        <translation>PSAM %1，已在卡槽中</translation>
    </message>
    <message>
        <source>PSAM %1</source>
        <translation>PSAM %1</translation>
    </message>
    <message>
        <source>in its slot</source>
        <translation>已在卡槽中</translation>
    </message>
    <message>
        <source>drag to the reader</source>
        <translation>拖到刷卡機上</translation>
    </message>
    <message>
        <source>Drag a card to the reader, or select it and press</source>
        <translation>把卡片拖到刷卡機上，或選取後按</translation>
    </message>
    <message>
        <source>The wallet is empty</source>
        <translation>卡包是空的</translation>
    </message>
    <message>
        <source>swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>insert</source>
        <translation>插卡</translation>
    </message>
    <message>
        <source>tap</source>
        <translation>感應</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Sale</source>
        <translation>消費</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額查詢</translation>
    </message>
    <message>
        <source>Wallet purchase</source>
        <translation>電子錢包消費</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Trace number</source>
        <translation>流水號</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>參考號</translation>
    </message>
    <message>
        <source>Authorisation code</source>
        <translation>授權碼</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>First amount</source>
        <translation>原金額</translation>
    </message>
    <message>
        <source>stripe</source>
        <translation>磁條</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>晶片</translation>
    </message>
    <message>
        <source>chip and stripe</source>
        <translation>晶片 · 磁條</translation>
    </message>
    <message>
        <source>Debit</source>
        <translation>借記卡</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>信用卡</translation>
    </message>
    <message>
        <source>UnionPay debit, chip and tap</source>
        <translation>銀聯借記卡，晶片、感應</translation>
    </message>
    <message>
        <source>UnionPay credit, chip and tap</source>
        <translation>銀聯信用卡，晶片、感應</translation>
    </message>
    <message>
        <source>Youchi bar reader</source>
        <translation>Youchi 直板刷卡機</translation>
    </message>
    <message>
        <source>Newland bar reader</source>
        <translation>Newland 直板刷卡機</translation>
    </message>
    <message>
        <source>M35 reader, stripe, chip and contactless</source>
        <translation>M35 刷卡機，磁條、晶片、感應</translation>
    </message>
    <message>
        <source>Application blocked</source>
        <translation>應用已鎖定</translation>
    </message>
    <message>
        <source>Approves by itself</source>
        <translation>離線核准</translation>
    </message>
    <message>
        <source>Bar reader with a lenient policy</source>
        <translation>直板刷卡機，寬鬆策略</translation>
    </message>
    <message>
        <source>Bar reader, stripe and chip</source>
        <translation>直板刷卡機，磁條、晶片</translation>
    </message>
    <message>
        <source>Before its date</source>
        <translation>未到生效日</translation>
    </message>
    <message>
        <source>Blocks, T=1</source>
        <translation>T=1 區塊傳輸</translation>
    </message>
    <message>
        <source>Card blocked</source>
        <translation>卡片已鎖定</translation>
    </message>
    <message>
        <source>Chip debit</source>
        <translation>晶片借記卡</translation>
    </message>
    <message>
        <source>Combined signature, 1408 bits</source>
        <translation>CDA 簽章，1408 位元</translation>
    </message>
    <message>
        <source>Counter jumps</source>
        <translation>計數器跳變</translation>
    </message>
    <message>
        <source>Counts its sales</source>
        <translation>累計次數檢查</translation>
    </message>
    <message>
        <source>Credit, blocked</source>
        <translation>信用卡，已鎖定</translation>
    </message>
    <message>
        <source>Data changed after signing</source>
        <translation>簽章後資料被改</translation>
    </message>
    <message>
        <source>Debit of another bank</source>
        <translation>他行借記卡</translation>
    </message>
    <message>
        <source>Debit with a limit of 100.00 a sale</source>
        <translation>借記卡，單筆限額 100.00</translation>
    </message>
    <message>
        <source>Debit, 20.00 on the account</source>
        <translation>借記卡，餘額 20.00</translation>
    </message>
    <message>
        <source>Debit, expired</source>
        <translation>借記卡，已過期</translation>
    </message>
    <message>
        <source>Debit, high coercivity</source>
        <translation>借記卡，高抗磁</translation>
    </message>
    <message>
        <source>Debit, reported lost</source>
        <translation>借記卡，已掛失</translation>
    </message>
    <message>
        <source>Debit, reported stolen</source>
        <translation>借記卡，遭竊</translation>
    </message>
    <message>
        <source>Debit, worn</source>
        <translation>借記卡，磨損</translation>
    </message>
    <message>
        <source>Declines after approval</source>
        <translation>核准後拒絕</translation>
    </message>
    <message>
        <source>Falls silent</source>
        <translation>不再回應</translation>
    </message>
    <message>
        <source>For cash only</source>
        <translation>僅限取現</translation>
    </message>
    <message>
        <source>Four times the bit rate</source>
        <translation>四倍速率</translation>
    </message>
    <message>
        <source>Issuer certificate past its date</source>
        <translation>發卡行憑證過期</translation>
    </message>
    <message>
        <source>Issuer certificate with a wrong hash</source>
        <translation>發卡行憑證雜湊錯誤</translation>
    </message>
    <message>
        <source>Longest keys</source>
        <translation>最長金鑰</translation>
    </message>
    <message>
        <source>Longest keys, exponent 65537</source>
        <translation>最長金鑰，指數 65537</translation>
    </message>
    <message>
        <source>Mastercard test card</source>
        <translation>Mastercard 測試卡</translation>
    </message>
    <message>
        <source>Never been online</source>
        <translation>從未連線</translation>
    </message>
    <message>
        <source>No CDOL1</source>
        <translation>缺少 CDOL1</translation>
    </message>
    <message>
        <source>No offline authentication</source>
        <translation>無離線認證</translation>
    </message>
    <message>
        <source>PIN and signature</source>
        <translation>密碼與簽名</translation>
    </message>
    <message>
        <source>PIN blocked</source>
        <translation>密碼已鎖定</translation>
    </message>
    <message>
        <source>PIN checked by the chip</source>
        <translation>晶片驗證密碼</translation>
    </message>
    <message>
        <source>Past its date</source>
        <translation>已過期</translation>
    </message>
    <message>
        <source>Phone with a payment SIM</source>
        <translation>內含支付 SIM 的手機</translation>
    </message>
    <message>
        <source>Plain PIN or nothing</source>
        <translation>明文密碼</translation>
    </message>
    <message>
        <source>Published virtual card</source>
        <translation>公開虛擬卡</translation>
    </message>
    <message>
        <source>Refuses its issuer</source>
        <translation>拒絕發卡行</translation>
    </message>
    <message>
        <source>SM4 cryptograms</source>
        <translation>SM4 密文</translation>
    </message>
    <message>
        <source>Signature, no PIN</source>
        <translation>簽名，無密碼</translation>
    </message>
    <message>
        <source>Signs another number</source>
        <translation>簽章卡號不符</translation>
    </message>
    <message>
        <source>Static authentication</source>
        <translation>靜態認證</translation>
    </message>
    <message>
        <source>TLV length too long</source>
        <translation>TLV 長度錯誤</translation>
    </message>
    <message>
        <source>Three applications</source>
        <translation>三個應用</translation>
    </message>
    <message>
        <source>Two account numbers</source>
        <translation>兩個卡號</translation>
    </message>
    <message>
        <source>UnionPay electronic cash</source>
        <translation>銀聯電子現金</translation>
    </message>
    <message>
        <source>UnionPay quasi-credit</source>
        <translation>銀聯準貸記卡</translation>
    </message>
    <message>
        <source>Visa test card</source>
        <translation>Visa 測試卡</translation>
    </message>
    <message>
        <source>Wallet of the first generation</source>
        <translation>第一代電子錢包</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>手機</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>交易拒絕</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>逾時</translation>
    </message>
    <message>
        <source>Card not readable</source>
        <translation>卡片無法讀取</translation>
    </message>
    <message>
        <source>Use the chip</source>
        <translation>請使用晶片</translation>
    </message>
    <message>
        <source>No host answer</source>
        <translation>主機無回應</translation>
    </message>
    <message>
        <source>Host not reached</source>
        <translation>無法連線主機</translation>
    </message>
    <message>
        <source>Answer refused</source>
        <translation>回應被拒絕</translation>
    </message>
    <message>
        <source>Card taken out too early</source>
        <translation>卡片過早取出</translation>
    </message>
    <message>
        <source>Card refused</source>
        <translation>卡片被拒絕</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒絕</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>錯誤</translation>
    </message>
    <message>
        <source>Load electronic cash</source>
        <translation>電子現金儲值</translation>
    </message>
    <message>
        <source>Electronic cash sale</source>
        <translation>電子現金消費</translation>
    </message>
    <message>
        <source>55AA reader, as the public firmware</source>
        <translation>55AA 刷卡機，與公開韌體一致</translation>
    </message>
    <message>
        <source>55AA reader, certified</source>
        <translation>55AA 刷卡機，已認證</translation>
    </message>
    <message>
        <source>Bar reader, offline approvals</source>
        <translation>直板刷卡機，離線核准</translation>
    </message>
    <message>
        <source>Bar reader, outdated parameters</source>
        <translation>直板刷卡機，參數過期</translation>
    </message>
    <message>
        <source>Declines at the antenna</source>
        <translation>感應時拒絕</translation>
    </message>
    <message>
        <source>M35 reader with contactless limits</source>
        <translation>M35 刷卡機，有感應限額</translation>
    </message>
    <message>
        <source>Online PIN, offline if need be</source>
        <translation>連線密碼，必要時離線</translation>
    </message>
    <message>
        <source>Phone that asks its owner</source>
        <translation>須機主確認的手機</translation>
    </message>
    <message>
        <source>Reader on a radio that loses frames, whose link acknowledges and repeats</source>
        <translation>無線會遺失訊框的刷卡機，鏈路確認並重送</translation>
    </message>
    <message>
        <source>Signs another number at the antenna</source>
        <translation>感應時簽章卡號不符</translation>
    </message>
    <message>
        <source>Wants its contacts</source>
        <translation>要求插卡</translation>
    </message>
    <message>
        <source>Test acquirer</source>
        <translation>測試收單機構</translation>
    </message>
    <message>
        <source>Test acquirer with new parameters</source>
        <translation>測試收單機構，有新參數</translation>
    </message>
    <message>
        <source>Test acquirer without sign-in proof</source>
        <translation>測試收單機構，簽到無證明</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Timeline</source>
        <translation>時間軸</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>情境</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主機</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>金鑰</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>電源</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>儲存</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>時鐘</translation>
    </message>
    <message>
        <source>All panels</source>
        <translation>所有面板</translation>
    </message>
</context>
</TS>
