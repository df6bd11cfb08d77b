#pragma once

#include <string>
#include <string_view>

namespace avstem {

/// The text with HTML character references resolved once, as UTF-8: `Bj&oslash;rn &amp; S&#248;n`
/// is `Bjørn & Søn`. Once, since `&amp;lt;` was typed as `&lt;`. What is no reference we know
/// stays as it is: a name is never shortened.
std::string unescape_html(std::string_view text);

}  // namespace avstem
