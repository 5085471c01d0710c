// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/firmware/prompts.hpp"

#include <array>

#include "devicemodel/base/crc32.hpp"

namespace mpos::firmware {
namespace {

struct Row {
  std::string_view english;
  std::string_view simplified;
  std::string_view traditional;
};

constexpr std::array<Row, prompt_count> table{{
    {"", "", ""},
    {"Sale", "消费", "消費"},
    {"Balance", "余额查询", "餘額查詢"},
    {"Sign in", "签到", "簽到"},
    {"Upload", "上送", "上送"},
    {"Reversal", "冲正", "沖正"},
    {"Please sign in", "请先签到", "請先簽到"},
    {"Welcome", "欢迎使用", "歡迎使用"},
    {"Swipe card", "请刷卡", "請刷卡"},
    {"Swipe again", "请重新刷卡", "請重新刷卡"},
    {"Use the chip", "请使用芯片", "請使用晶片"},
    {"Enter PIN", "请输入密码", "請輸入密碼"},
    {"Wrong PIN", "密码错误", "密碼錯誤"},
    {"Match? ", "配对码", "配對碼"},
    {"Processing", "正在处理", "正在處理"},
    {"Approved", "交易成功", "交易成功"},
    {"Declined", "交易拒绝", "交易拒絕"},
    {"Not enough funds", "余额不足", "餘額不足"},
    {"Cancelled", "交易已取消", "交易已取消"},
    {"Reversed", "已冲正", "已沖正"},
    {"No host answer", "主机无应答", "主機無回應"},
    {"No connection", "无法连接主机", "無法連線主機"},
    {"Card unreadable", "无法读卡", "無法讀卡"},
    {"Timed out", "操作超时", "操作逾時"},
    {"Answer refused", "应答无效", "回應無效"},
    {"Please sign slip", "请签名", "請簽名"},
    {"Self test failed", "自检失败", "自檢失敗"},
    {"Locked", "已锁定", "已鎖定"},
    {"Swipe or insert", "请刷卡或插卡", "請刷卡或插卡"},
    {"Insert card", "请插卡", "請插卡"},
    {"Leave card in", "请勿拔卡", "請勿拔卡"},
    {"Remove card", "请取卡", "請取卡"},
    {"Chip no answer", "芯片无应答", "晶片無回應"},
    {"Tap card", "请挥卡", "請感應卡片"},
    {"Hold card still", "请勿移开卡片", "請勿移開卡片"},
    {"One card only", "请出示一张卡", "請出示一張卡"},
    {"Choose", "请选择应用", "請選擇應用"},
    {"PSAM removed", "PSAM卡已拔出", "PSAM卡已拔出"},
    {"No PSAM", "无PSAM卡", "無PSAM卡"},
    {"PSAM failed", "PSAM卡故障", "PSAM卡故障"},
    {"E-wallet", "电子钱包", "電子錢包"},
    {"Left ", "余额", "餘額"},
    {"Tap/insert/swipe", "请刷卡/插卡/挥卡", "請刷/插/感應卡片"},
    {"Tap or swipe", "请刷卡或挥卡", "請刷卡或感應"},
    {"See your phone", "请看手机", "請看手機"},
    {"Load e-cash", "电子现金圈存", "電子現金圈存"},
    {"Parameters", "参数下载", "參數下載"},
    {"Updated", "参数已更新", "參數已更新"},
    {"Not updated", "参数未更新", "參數未更新"},
    {"E-cash", "电子现金", "電子現金"},
    {"Tap or insert", "请插卡或挥卡", "請插卡或感應"},
}};

// CRC-32 (ISO-HDLC) bit by bit, for the compiler.
consteval std::uint32_t crc_at_build() {
  std::uint32_t crc = 0xFFFFFFFFU;
  const auto feed = [&crc](std::string_view text) {
    for (const char c : text) {
      crc ^= static_cast<std::uint8_t>(c);
      for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
  };
  for (const Row& row : table) {
    feed(row.english);
    feed(row.simplified);
    feed(row.traditional);
  }
  return ~crc;
}
constexpr std::uint32_t built_crc = crc_at_build();

// Columns as the display counts them; every wide character of the table is three bytes of UTF-8.
consteval bool fits(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    if (lead < 0x80) {
      ++columns;
      ++i;
    } else {
      columns += 2;
      i += 3;
    }
  }
  return columns <= 16;
}
consteval bool all_fit() {
  for (const Row& row : table) {
    if (!fits(row.english) || !fits(row.simplified) || !fits(row.traditional)) return false;
  }
  return true;
}
static_assert(all_fit(), "a prompt is wider than the display");

}  // namespace

std::string_view prompt(Prompt id, Language language) noexcept {
  const auto index = static_cast<std::size_t>(id);
  MPOS_ASSERT(index < prompt_count);
  const Row& row = table[index];
  switch (language) {
    case Language::english: return row.english;
    case Language::simplified_chinese: return row.simplified;
    case Language::traditional_chinese: return row.traditional;
  }
  return row.english;
}

bool prompts_intact() noexcept {
  std::uint32_t crc = 0;
  for (const Row& row : table) {
    crc = crc32(as_bytes(row.english), crc);
    crc = crc32(as_bytes(row.simplified), crc);
    crc = crc32(as_bytes(row.traditional), crc);
  }
  return crc == built_crc;
}

}  // namespace mpos::firmware
