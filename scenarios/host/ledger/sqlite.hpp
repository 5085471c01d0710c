// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string_view>

#include "devicemodel/base/bytes.hpp"

namespace mpos::host {

struct CloseDatabase {
  void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

/// A statement that is prepared when it is first run and kept from then on: a sale needs a third of a ledger's. Bind by
/// place from 1, step, read, and let Run reset it. A full disk or a damaged file sets `failed`, which the owner of the
/// database keeps: the run then answers no row.
class Statement {
 public:
  Statement() noexcept = default;
  /// `sql` is a literal.
  Statement(sqlite3* database, const char* sql, bool& failed) noexcept
      : database_(database), sql_(sql), failed_(&failed) {}

  /// One execution: resets the statement when it ends.
  class Run {
   public:
    Run(sqlite3_stmt* statement, bool* failed) noexcept : statement_(statement), failed_(failed) {}
    ~Run() { sqlite3_reset(statement_); }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    Run& bind(int place, std::int64_t value) noexcept {
      sqlite3_bind_int64(statement_, place, value);
      return *this;
    }
    /// The text is borrowed until the end of the run.
    Run& bind(int place, std::string_view text) noexcept {
      sqlite3_bind_text(statement_, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
      return *this;
    }
    Run& bind_blob(int place, Bytes bytes) noexcept {
      sqlite3_bind_blob(statement_, place, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
      return *this;
    }
    /// True when a row is there.
    bool step() noexcept {
      const int result = statement_ == nullptr ? SQLITE_MISUSE : sqlite3_step(statement_);
      if (result != SQLITE_ROW && result != SQLITE_DONE) *failed_ = true;
      return result == SQLITE_ROW;
    }
    std::int64_t integer(int column) const noexcept { return sqlite3_column_int64(statement_, column); }
    std::string_view text(int column) const noexcept { return as_text(blob(column)); }
    Bytes blob(int column) const noexcept {
      const void* data = sqlite3_column_blob(statement_, column);
      return {static_cast<const std::uint8_t*>(data),
              static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

   private:
    sqlite3_stmt* statement_;
    bool* failed_;
  };
  Run run() noexcept {
    if (statement_ == nullptr) {
      sqlite3_stmt* raw = nullptr;
      if (sqlite3_prepare_v3(database_, sql_, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) != SQLITE_OK) {
        *failed_ = true;
      }
      statement_.reset(raw);
    }
    return {statement_.get(), failed_};
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  sqlite3* database_ = nullptr;
  const char* sql_ = "";
  bool* failed_ = nullptr;
};

}  // namespace mpos::host
