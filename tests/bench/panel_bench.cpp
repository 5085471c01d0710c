// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "devicemodel/records/record_store.hpp"
#include "peripherals/lcd/controller.hpp"
#include "peripherals/lcd/font_rom.hpp"
#include "peripherals/lcd/text_reader.hpp"
#include "peripherals/storage/nor_flash.hpp"

namespace mpos {
namespace {

/// Draws eight Chinese characters on line `line`, starting at `first`.
void draw(lcd::Controller& display, unsigned line, char32_t first) {
  const lcd::FontRom rom;
  std::uint8_t halves[2][128] = {};
  for (std::size_t cell = 0; cell < 8; ++cell) {
    const auto glyph = rom.glyph(first + static_cast<char32_t>(cell));
    if (!glyph || glyph->width_px != 16) continue;
    for (std::size_t i = 0; i < 32; ++i) {
      for (std::size_t bit = 0; bit < 8; ++bit) {
        const std::size_t x = cell * 16 + i % 2 * 8 + bit;
        std::uint8_t& byte = halves[i / 16][x];
        byte = static_cast<std::uint8_t>(byte | (((glyph->rows[i] >> (7 - bit)) & 1U) << (i / 2 % 8)));
      }
    }
  }
  for (unsigned half = 0; half < 2; ++half) {
    display.command(static_cast<std::uint8_t>(0xB0 + line * 2 + half));
    display.command(0x00);
    display.command(0x10);
    display.data(halves[half]);
  }
}

void commit_one_changed_line(benchmark::State& state) {
  lcd::Controller display;
  display.command(0xAF);
  std::uint8_t columns[128] = {};
  for (auto _ : state) {
    ++columns[5];
    display.command(0xB2);
    display.command(0x00);
    display.command(0x10);
    display.data(columns);
    benchmark::DoNotOptimize(display.commit());
  }
}
BENCHMARK(commit_one_changed_line);

void commit_without_change(benchmark::State& state) {
  lcd::Controller display;
  (void)display.commit();
  for (auto _ : state) benchmark::DoNotOptimize(display.commit());
}
BENCHMARK(commit_without_change);

void recognise_a_full_screen(benchmark::State& state) {
  lcd::Controller display;
  display.command(0xAF);
  for (unsigned line = 0; line < 4; ++line) draw(display, line, U'一' + line * 16);
  const auto frame = display.commit();
  for (auto _ : state) benchmark::DoNotOptimize(lcd::recognise(frame->dots));
}
BENCHMARK(recognise_a_full_screen);

void look_up_a_glyph(benchmark::State& state) {
  const lcd::FontRom rom;
  char32_t c = 0x4E00;
  for (auto _ : state) {
    benchmark::DoNotOptimize(rom.glyph(c));
    c = c < 0x9FA5 ? c + 1 : 0x4E00;
  }
}
BENCHMARK(look_up_a_glyph);

void write_a_record(benchmark::State& state) {
  storage::NorFlash flash;
  records::RecordStore store{flash};
  if (!store.mount()) return state.SkipWithError("no mount");
  std::vector<std::uint8_t> value(static_cast<std::size_t>(state.range(0)));
  records::RecordStore::Id id = 0;
  for (auto _ : state) {
    id = static_cast<records::RecordStore::Id>(id % 12 + 1);
    ++value[0];
    if (!store.write(id, value)) return state.SkipWithError("no write");
  }
}
BENCHMARK(write_a_record)->Arg(16)->Arg(200)->Arg(1024);

void read_a_record(benchmark::State& state) {
  storage::NorFlash flash;
  records::RecordStore store{flash};
  std::uint8_t value[200] = {};
  if (!store.mount() || !store.write(1, value)) return state.SkipWithError("no write");
  for (auto _ : state) benchmark::DoNotOptimize(store.read(1, value));
}
BENCHMARK(read_a_record);

void mount_a_store(benchmark::State& state) {
  storage::NorFlash flash;
  records::RecordStore store{flash};
  if (!store.mount()) return state.SkipWithError("no mount");
  std::uint8_t value[200] = {};
  for (int i = 0; i < 3000; ++i) (void)store.write(static_cast<records::RecordStore::Id>(i % 12 + 1), value);
  for (auto _ : state) benchmark::DoNotOptimize(store.mount());
}
BENCHMARK(mount_a_store);

}  // namespace
}  // namespace mpos
