// SPDX-License-Identifier: Apache-2.0
#include "devicemodel/primitives/rsa.hpp"

#include <openssl/bn.h>

#include <array>
#include <numeric>
#include <vector>

namespace mpos::primitives {
namespace {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const noexcept {
    Free(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Deleter<BN_clear_free>>;
using Work = std::unique_ptr<BN_CTX, Deleter<BN_CTX_free>>;
using Montgomery = std::unique_ptr<BN_MONT_CTX, Deleter<BN_MONT_CTX_free>>;

Number number(Bytes bytes) {
  return Number{BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
}

Number number() {
  return Number{BN_new()};
}

void store(const BIGNUM* value, MutableBytes out) {
  [[maybe_unused]] const int written = BN_bn2binpad(value, out.data(), static_cast<int>(out.size()));
  MPOS_ASSERT(written == static_cast<int>(out.size()));
}

constexpr std::size_t smallest_modulus = 32;
constexpr std::size_t largest_modulus = 512;

bool makes_a_key(Bytes modulus, Bytes exponent) noexcept {
  if (modulus.size() < smallest_modulus || modulus.size() > largest_modulus) return false;
  if (modulus.front() == 0 || modulus.back() % 2 == 0) return false;
  if (exponent.empty() || exponent.size() > 3 || exponent.back() % 2 == 0) return false;
  std::uint32_t value = 0;
  for (const std::uint8_t byte : exponent) value = value << 8 | byte;
  return value >= 3;
}

}  // namespace

struct RsaPublicKeys::State {
  struct Key {
    std::vector<std::uint8_t> modulus;
    Number n;
    Montgomery reduction;
    std::uint64_t used = 0;
  };
  Work work{BN_CTX_new()};
  Number input = number();
  Number output = number();
  Number exponent = number();
  std::array<Key, 8> keys{};
  std::uint64_t clock = 0;

  /// The prepared key, from memory when it was used lately; nothing when the reduction cannot be prepared.
  Key* find(Bytes modulus) {
    Key* oldest = &keys[0];
    for (Key& key : keys) {
      if (equal(key.modulus, modulus)) {
        key.used = ++clock;
        return &key;
      }
      if (key.used < oldest->used) oldest = &key;
    }
    Key made;
    made.modulus.assign(modulus.begin(), modulus.end());
    made.n = number(modulus);
    made.reduction.reset(BN_MONT_CTX_new());
    if (!made.n || !made.reduction || BN_MONT_CTX_set(made.reduction.get(), made.n.get(), work.get()) != 1) {
      return nullptr;
    }
    made.used = ++clock;
    *oldest = std::move(made);
    return oldest;
  }
};

RsaPublicKeys::RsaPublicKeys() : state_(std::make_unique<State>()) {}
RsaPublicKeys::~RsaPublicKeys() = default;

bool RsaPublicKeys::apply(Bytes modulus, Bytes exponent, Bytes in, MutableBytes out) {
  if (!makes_a_key(modulus, exponent) || in.size() != modulus.size() || out.size() != modulus.size()) return false;
  State::Key* key = state_->find(modulus);
  if (key == nullptr) return false;
  BIGNUM* input = BN_bin2bn(in.data(), static_cast<int>(in.size()), state_->input.get());
  if (input == nullptr || BN_cmp(input, key->n.get()) >= 0) return false;
  BIGNUM* output = state_->output.get();
  BN_CTX* work = state_->work.get();
  bool done = false;
  if (exponent.back() == 3 && (exponent.size() == 1 || exponent[exponent.size() - 2] == 0) &&
      (exponent.size() < 3 || exponent[0] == 0)) {
    // Two multiplications; the window set-up of a general power costs more than they do.
    BN_MONT_CTX* reduction = key->reduction.get();
    BIGNUM* inside = state_->exponent.get();
    done = BN_to_montgomery(inside, input, reduction, work) == 1 &&
           BN_mod_mul_montgomery(output, inside, inside, reduction, work) == 1 &&
           BN_mod_mul_montgomery(output, output, input, reduction, work) == 1;
  } else {
    BIGNUM* power = BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), state_->exponent.get());
    done = power != nullptr && BN_mod_exp_mont(output, input, power, key->n.get(), work, key->reduction.get()) == 1;
  }
  if (done) store(output, out);
  return done;
}

struct RsaPrivateKey::State {
  Work work{BN_CTX_new()};
  Number n = number();
  Number p;
  Number q;
  Number d = number();
  Number dp = number();
  Number dq = number();
  Number q_inverse = number();
  Number input = number();
  Number high = number();
  Number low = number();
  Montgomery by_p{BN_MONT_CTX_new()};
  Montgomery by_q{BN_MONT_CTX_new()};
  Number e;
  std::size_t size = 0;
  bool ready = false;

  /// What tells a key from other numbers, and its modulus. The rest waits for the first use: of a file of test keys
  /// a run uses a few.
  bool prepare(Bytes p_bytes, Bytes q_bytes, Bytes exponent) {
    p = number(p_bytes);
    q = number(q_bytes);
    e = number(exponent);
    if (!p || !q || !e || BN_is_odd(p.get()) == 0 || BN_is_odd(q.get()) == 0 || BN_is_odd(e.get()) == 0 ||
        BN_cmp(p.get(), q.get()) == 0 || BN_num_bits(p.get()) < 128 || BN_num_bits(q.get()) < 128) {
      return false;
    }
    BN_CTX* context = work.get();
    const bool done = BN_mul(n.get(), p.get(), q.get(), context) == 1 && BN_num_bits(n.get()) <= 4096 &&
                      BN_mod_inverse(q_inverse.get(), q.get(), p.get(), context) != nullptr && e_has_inverse();
    if (done) size = static_cast<std::size_t>(BN_num_bytes(n.get()));
    return done;
  }

  /// Whether e has no divisor in common with p - 1, nor with q - 1.
  bool e_has_inverse() {
    if (BN_num_bits(e.get()) > 32) return finish();
    const std::uint64_t value = BN_get_word(e.get());
    return std::gcd(value, (BN_mod_word(p.get(), value) + value - 1) % value) == 1 &&
           std::gcd(value, (BN_mod_word(q.get(), value) + value - 1) % value) == 1;
  }

  /// The private exponent and what computing with it takes. False when e has no inverse.
  bool finish() {
    if (ready) return true;
    BN_CTX* context = work.get();
    const Number p1 = number();
    const Number q1 = number();
    const Number product = number();
    const Number lambda = number();
    const Number divisor = number();
    const Number rest = number();
    bool done = BN_sub(p1.get(), p.get(), BN_value_one()) == 1 && BN_sub(q1.get(), q.get(), BN_value_one()) == 1 &&
                BN_mul(product.get(), p1.get(), q1.get(), context) == 1 &&
                BN_copy(divisor.get(), p1.get()) != nullptr && BN_copy(rest.get(), q1.get()) != nullptr;
    // Euclid: BN_gcd takes the same long time for all numbers, which test keys do not need.
    while (done && !BN_is_zero(rest.get())) {
      done = BN_mod(divisor.get(), divisor.get(), rest.get(), context) == 1;
      BN_swap(divisor.get(), rest.get());
    }
    ready = done && BN_div(lambda.get(), nullptr, product.get(), divisor.get(), context) == 1 &&
            BN_mod_inverse(d.get(), e.get(), lambda.get(), context) != nullptr &&
            BN_mod(dp.get(), d.get(), p1.get(), context) == 1 && BN_mod(dq.get(), d.get(), q1.get(), context) == 1 &&
            BN_MONT_CTX_set(by_p.get(), p.get(), context) == 1 && BN_MONT_CTX_set(by_q.get(), q.get(), context) == 1;
    return ready;
  }
};

RsaPrivateKey::RsaPrivateKey(Bytes p, Bytes q, Bytes exponent) : state_(std::make_unique<State>()) {
  if (!state_->prepare(p, q, exponent)) state_.reset();
}
RsaPrivateKey::~RsaPrivateKey() = default;
RsaPrivateKey::RsaPrivateKey(RsaPrivateKey&&) noexcept = default;
RsaPrivateKey& RsaPrivateKey::operator=(RsaPrivateKey&&) noexcept = default;

bool RsaPrivateKey::valid() const noexcept {
  return state_ != nullptr;
}

std::size_t RsaPrivateKey::size() const noexcept {
  return state_ ? state_->size : 0;
}

void RsaPrivateKey::modulus(MutableBytes out) const {
  MPOS_ASSERT(valid() && out.size() == size());
  store(state_->n.get(), out);
}

void RsaPrivateKey::private_exponent(MutableBytes out) const {
  MPOS_ASSERT(valid() && out.size() == size() && state_->finish());
  store(state_->d.get(), out);
}

bool RsaPrivateKey::apply(Bytes in, MutableBytes out) const {
  if (!valid() || in.size() != size() || out.size() != size()) return false;
  State& s = *state_;
  if (!s.finish()) return false;
  BN_CTX* work = s.work.get();
  if (BN_bin2bn(in.data(), static_cast<int>(in.size()), s.input.get()) == nullptr ||
      BN_cmp(s.input.get(), s.n.get()) >= 0) {
    return false;
  }
  // Garner: h = (m_p - m_q) / q mod p; m = m_q + h q.
  const bool done = BN_mod(s.high.get(), s.input.get(), s.p.get(), work) == 1 &&
                    BN_mod(s.low.get(), s.input.get(), s.q.get(), work) == 1 &&
                    BN_mod_exp_mont(s.high.get(), s.high.get(), s.dp.get(), s.p.get(), work, s.by_p.get()) == 1 &&
                    BN_mod_exp_mont(s.low.get(), s.low.get(), s.dq.get(), s.q.get(), work, s.by_q.get()) == 1 &&
                    BN_mod_sub(s.high.get(), s.high.get(), s.low.get(), s.p.get(), work) == 1 &&
                    BN_mod_mul(s.high.get(), s.high.get(), s.q_inverse.get(), s.p.get(), work) == 1 &&
                    BN_mul(s.high.get(), s.high.get(), s.q.get(), work) == 1 &&
                    BN_add(s.high.get(), s.high.get(), s.low.get()) == 1;
  if (done) store(s.high.get(), out);
  return done;
}

}  // namespace mpos::primitives
