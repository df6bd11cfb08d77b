#include "vipps/settlement_file/oslo_wall_time.hpp"

#include <chrono>

namespace avstem::vipps::settlement_file {
namespace {

Instant last_sunday_at_one(int year, std::chrono::month month) {
  using namespace std::chrono;
  return Instant(sys_days(std::chrono::year(year) / month / Sunday[last])) + hours(1);
}

}  // namespace

Instant from_oslo_wall_time(Instant wall) {
  using namespace std::chrono;
  const int year = Date(floor<days>(wall)).year();
  const Instant in_summer = wall - hours(2);
  const bool summer =
      in_summer >= last_sunday_at_one(year, March) && in_summer < last_sunday_at_one(year, October);
  return summer ? in_summer : wall - hours(1);
}

Instant end_of_oslo_date(Date date) {
  return from_oslo_wall_time(Instant(date.next().days()) - std::chrono::seconds(1));
}

}  // namespace avstem::vipps::settlement_file
