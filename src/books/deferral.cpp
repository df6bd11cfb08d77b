#include "books/deferral.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "books/recipes.hpp"

namespace avstem::books {
namespace {

/// Accounts 1000–2999 are the balance sheet, all above it the profit and loss account (NS 4102).
constexpr AccountNumber first_result_account = 3000;

bool is_id(const std::string& text) {
  const auto allowed = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= Deferral::id_length_max &&
         std::all_of(text.begin(), text.end(), allowed);
}

Error refuse(const Deferral::Head& head, std::string_view why) {
  return Error{ErrorKind::invalid,
               fmt::format("deferral '{}' of {} {}", head.id, head.deferred_on.to_string(), why)};
}

Result<void> check_head(const Deferral::Head& head) {
  if (!is_id(head.id)) {
    return refuse(head, fmt::format("needs an id of 1 to {} letters, digits and hyphens",
                                    Deferral::id_length_max));
  }
  if (head.amount <= 0 || head.amount > Money::max_minor) {
    return refuse(head, fmt::format("is of {}; what is deferred is more than nothing",
                                    Money(head.amount, head.currency).to_decimal()));
  }
  if (head.held <= 0) return refuse(head, "names no account that holds it");
  if (find_recipe(head.recipe) == nullptr) {
    return refuse(head, fmt::format("names recipe '{}', which is none", head.recipe));
  }
  return {};
}

std::chrono::year_month month_of(Date date) {
  return std::chrono::year(date.year()) / std::chrono::month(date.month());
}

Date last_day(std::chrono::year_month month) {
  return Date(std::chrono::sys_days(month / std::chrono::last));
}

}  // namespace

std::int64_t Recognition::amount() const {
  std::int64_t sum = 0;
  for (const SaleLine& line : income)
    sum = add_minor(sum, line.amount);
  return sum;
}

Result<Deferral> Deferral::make(Head head, std::vector<Recognition> steps) {
  if (auto checked = check_head(head); !checked) return checked.error();
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Recognition& a, const Recognition& b) { return a.due < b.due; });
  std::int64_t taken = 0;
  for (const Recognition& step : steps) {
    if (step.due < head.deferred_on) {
      return refuse(head, fmt::format("is earned on {}, before it was paid; that is no deferral",
                                      step.due.to_string()));
    }
    if (step.income.empty()) {
      return refuse(head, fmt::format("has no income account on {}", step.due.to_string()));
    }
    for (const SaleLine& line : step.income) {
      if (line.amount <= 0 || line.amount > Money::max_minor || line.account <= 0) {
        return refuse(head, fmt::format("has {} on account {} on {}; each line earns something",
                                        Money(line.amount, head.currency).to_decimal(),
                                        line.account, step.due.to_string()));
      }
    }
    taken = add_minor(taken, step.amount());
  }
  if (taken > head.amount) {
    return refuse(head, fmt::format("holds {}, of which {} cannot be earned",
                                    Money(head.amount, head.currency).to_decimal(),
                                    Money(taken, head.currency).to_decimal()));
  }
  return Deferral(std::move(head), std::move(steps));
}

Result<Deferral> Deferral::at_once(Head head, Date earned, std::vector<SaleLine> income,
                                   std::string text) {
  auto made = make(std::move(head), {{earned, std::move(income), std::move(text)}});
  if (made && made->left() != 0) {
    return refuse(made->head(),
                  fmt::format("holds {} more than its lines earn",
                              Money(made->left(), made->head().currency).to_decimal()));
  }
  return made;
}

Result<Deferral> Deferral::by_month(Head head, Date first, Date last, const SaleLine& income) {
  const auto from = month_of(first);
  const auto count = (month_of(last) - from).count() + 1;
  if (count < 1 || count > months_max) {
    return refuse(head, fmt::format("runs from {} to {}; that is not 1 to {} months",
                                    first.to_string(), last.to_string(), months_max));
  }
  if (auto checked = check_head(head); !checked) return checked.error();
  const std::int64_t part = head.amount / count;
  const std::int64_t rest = head.amount % count;
  std::vector<Recognition> steps;
  for (int month = 0; month < count; ++month) {
    SaleLine line = income;
    line.amount = month + 1 == count ? part + rest : part;
    if (line.amount == 0) continue;
    const Date due = std::max(last_day(from + std::chrono::months(month)), head.deferred_on);
    steps.push_back({due, {line}, fmt::format("Inntektsføring {}/{}", month + 1, count)});
  }
  return make(std::move(head), std::move(steps));
}

Result<Deferral> Deferral::with(Recognition step) const {
  std::vector<Recognition> steps = steps_;
  steps.push_back(std::move(step));
  return make(head_, std::move(steps));
}

std::int64_t Deferral::left() const {
  std::int64_t left = head_.amount;
  for (const Recognition& step : steps_)
    left = add_minor(left, -step.amount());
  return left;
}

std::string recognition_reference(const Deferral::Head& head, Date due, int part) {
  return fmt::format("{}:{}:{}:{}:{}", head.client.text(), head.id,
                     to_string(VoucherKind::recognition), due.to_compact(), part);
}

Result<std::vector<Voucher>> recognitions_due(const Deferral& deferral, Date through,
                                              const std::set<std::string>& made) {
  const Deferral::Head& head = deferral.head();
  std::vector<Voucher> vouchers;
  Date last;
  int part = 0;
  for (const Recognition& step : deferral.steps()) {
    if (step.due > through) break;
    part = step.due == last ? part + 1 : 1;
    last = step.due;
    const std::string reference = recognition_reference(head, step.due, part);
    if (made.contains(reference)) continue;
    std::vector<Posting> lines(1);
    lines[0].account = head.held;
    lines[0].amount = step.amount();
    for (const SaleLine& earned : step.income) {
      Posting line;
      line.account = earned.account;
      line.amount = -earned.amount;
      line.vat_code = earned.vat_code;
      if (line.account >= first_result_account) {
        line.department = head.department;
        line.project = head.project;
      }
      lines.push_back(std::move(line));
    }
    for (Posting& line : lines) {
      line.text = step.text;
      line.rule = head.recipe;
    }
    auto voucher =
        Voucher::make({VoucherKind::recognition, reference, step.due, head.currency, step.text},
                      std::move(lines));
    if (!voucher) return voucher.error();
    vouchers.push_back(*std::move(voucher));
  }
  return vouchers;
}

}  // namespace avstem::books
