// SPDX-License-Identifier: Apache-2.0
#include "peripherals/magstripe/head.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mpos::magstripe {
namespace {

constexpr double mm_per_cm = 10;
constexpr double lowest_speed_mm_s = 1;         // slower is standing still
constexpr double fastest_resolved_mm_s = 1650;  // half a bit at this speed is the detector's dead time
constexpr std::size_t most_intervals = 2048;    // the capture buffer of one track; a card holds at most 1417

/// Movement with constant acceleration, in mm and seconds from where the card meets the head.
class Travel {
 public:
  explicit Travel(const SwipeMotion& motion)
      : start_(motion.speed_cm_s * mm_per_cm), acceleration_(motion.acceleration_cm_s2 * mm_per_cm) {}

  double speed_at(double mm) const {
    if (acceleration_ == 0) return start_;
    const double squared = start_ * start_ + 2 * acceleration_ * mm;
    return squared > lowest_speed_mm_s * lowest_speed_mm_s ? std::sqrt(squared) : 0;
  }
  /// Only for places the card reaches (speed above 0).
  double time_at(double mm) const { return 2 * mm / (start_ + speed_at(mm)); }
  /// How far the card gets: its length, or where it stands still.
  double reach_mm() const {
    if (speed_at(Card::length_mm) > 0) return Card::length_mm;
    const double squared = start_ * start_ - lowest_speed_mm_s * lowest_speed_mm_s;
    return std::max(0.0, squared / (-2 * acceleration_));
  }

 private:
  double start_;
  double acceleration_;
};

/// False for what no hand does; written so that a NaN is refused as well.
bool is_possible(const SwipeMotion& motion) {
  constexpr double fastest_cm_s = 1e4;
  constexpr double strongest_cm_s2 = 1e7;
  return motion.speed_cm_s * mm_per_cm >= lowest_speed_mm_s && motion.speed_cm_s <= fastest_cm_s &&
         std::abs(motion.acceleration_cm_s2) <= strongest_cm_s2;
}

double half_bit_mm(int track) {
  return 25.4 / (track == 2 ? 75 : 210) / 2;
}

/// Share of the transitions the peak detector misses at an amplitude (1: fresh low-coercivity stripe at 10 cm/s).
double missed_share(double amplitude) {
  return std::clamp((0.95 - amplitude) / 0.25, 0.0, 1.0);
}

bool lies_in_damage(double mm, int track, const SwipeMotion& motion) {
  return std::ranges::any_of(motion.damage, [&](const DamageZone& zone) {
    return (zone.track == 0 || zone.track == track) && mm >= zone.from_mm && mm <= zone.to_mm;
  });
}

/// The timer counts nanoseconds in 32 bits and stays at its highest value.
std::uint32_t to_ticks(double seconds) {
  const double ns = seconds * 1e9;
  if (!(ns > 0)) return 0;
  constexpr double highest = std::numeric_limits<std::uint32_t>::max();
  return ns >= highest ? std::numeric_limits<std::uint32_t>::max() : static_cast<std::uint32_t>(ns);
}

}  // namespace

SwipeFate Head::swipe(const Card& card, const SwipeMotion& motion, sim::Random& random) {
  if (!is_possible(motion)) return SwipeFate::bad_motion;
  if (dead_) return SwipeFate::head_dead;
  if (!enabled_) return SwipeFate::head_off;
  if (ready_ || pending_.pending()) return SwipeFate::busy;

  for (int track = 1; track <= 3; ++track) read_track(card, track, motion, random);
  const Travel travel(motion);
  const double reach = travel.reach_mm();
  const double seconds = reach > 0 ? 2 * reach / (motion.speed_cm_s * mm_per_cm + travel.speed_at(reach)) : 0;
  duration_ = Duration{static_cast<Duration::rep>(seconds * 1e9)};
  pending_ = scheduler_.after(duration_, "stripe swipe", [this] {
    ready_ = true;
    irq_.raise();
  });
  return SwipeFate::captured;
}

void Head::read_track(const Card& card, int track, const SwipeMotion& motion, sim::Random& random) {
  auto& out = intervals_ns_[static_cast<std::size_t>(track - 1)];
  out.clear();
  const auto flux = card.flux_mm(track);
  if (flux.empty()) return;
  out.reserve(most_intervals);

  const Travel travel(motion);
  const double reach = travel.reach_mm();
  const double amplitude_per_mm_s = card.amplitude() / (10 * mm_per_cm);
  const double slowest = std::min(motion.speed_cm_s * mm_per_cm, travel.speed_at(reach));
  const bool weak = missed_share(amplitude_per_mm_s * slowest) > 0;
  const double dead_time = half_bit_mm(track) / fastest_resolved_mm_s;

  bool first = true;
  double last_seen = 0;  // seconds; the transition before
  const auto see = [&](double seconds) {
    if (first) {
      first = false;
      last_seen = seconds;
      return;
    }
    if (seconds - last_seen < dead_time || out.size() == most_intervals) return;
    double interval = seconds - last_seen;
    if (motion.jitter > 0) interval *= 1 + random.between(-motion.jitter, motion.jitter);
    out.push_back(to_ticks(interval));
    last_seen = seconds;
  };

  double previous = 0;  // seconds; the transition before on the card, seen or not
  for (std::size_t i = 0; i < flux.size(); ++i) {
    const double on_card = motion.backward ? flux[flux.size() - 1 - i] : flux[i];
    const double at = motion.backward ? Card::length_mm - on_card : on_card;
    if (at > reach) break;
    const double seconds = travel.time_at(at);
    const double before = previous;
    previous = seconds;
    if (!motion.damage.empty() && lies_in_damage(on_card, track, motion)) continue;
    if (card.wear() > 0 && random.unit() < card.wear()) continue;
    if (weak && random.unit() < missed_share(amplitude_per_mm_s * travel.speed_at(at))) continue;
    if (motion.noise > 0) {
      const double draw = random.unit();
      if (draw < motion.noise / 2) continue;
      if (draw < motion.noise) see(random.between(before, seconds));
    }
    see(seconds);
  }
}

void Head::enable(bool on) {
  enabled_ = on;
  if (!on && pending_.pending()) {
    pending_.cancel();
    wipe();
  }
}

std::optional<hal::StripeCapture> Head::capture() const {
  if (!ready_) return std::nullopt;
  return hal::StripeCapture{{intervals_ns_[0], intervals_ns_[1], intervals_ns_[2]}};
}

void Head::release() {
  if (!ready_) return;
  ready_ = false;
  wipe();
}

void Head::reset() noexcept {
  pending_.cancel();
  enabled_ = false;
  ready_ = false;
  wipe();
}

void Head::wipe() noexcept {
  for (auto& track : intervals_ns_) {
    volatile std::uint32_t* words = track.data();  // account data as good as in clear: no optimiser may keep it
    for (std::size_t i = 0; i < track.size(); ++i) words[i] = 0;
    track.clear();
  }
}

}  // namespace mpos::magstripe
