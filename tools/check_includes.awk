# The rules of tools/check_includes. First file: the edges. Then sources, paths from the root.

function breach(text) {
  printf "%s:%d: %s\n", FILENAME, FNR, text
  breaches++
}

# The listed folder a path belongs to: its longest listed ancestor. Empty when none is listed.
function room_of(path) {
  sub(/^src\//, "", path)
  while (sub(/\/[^\/]*$/, "", path)) {
    if (path in may) return path
  }
  return ""
}

function starts_with(text, beginning) { return substr(text, 1, length(beginning)) == beginning }

function word(text, name) {
  return text ~ ("(^|[^A-Za-z0-9_])(" name ")([^A-Za-z0-9_]|$)")
}

function read_edges(    parts, names, count, i) {
  if ($0 ~ /^[ \t]*(#|$)/) return
  if (split($0, parts, ":") != 2) {
    breach("a line reads 'folder: folders it may include'")
    return
  }
  gsub(/[ \t]/, "", parts[1])
  may[parts[1]] = " "
  count = split(parts[2], names, " ")
  for (i = 1; i <= count; i++) {
    if (!(names[i] in may)) breach(names[i] " must stand above " parts[1] " to be included by it")
    may[parts[1]] = may[parts[1]] names[i] " "
  }
}

function start_file() {
  room = room_of(FILENAME)
  in_comment = 0
  is_test = FILENAME ~ /(_test\.[ch]pp|_test_[a-z0-9_]*\.hpp|\/test_[a-z0-9_]*\.hpp)$/ ||
            starts_with(FILENAME, "tests/") || starts_with(FILENAME, "bench/")
  is_platform = starts_with(FILENAME, "src/platform/")
  is_exact = room == "core" || room == "books"
  if (room == "") breach("folder is not listed in tools/include_edges.txt")
}

function check_own_include(path,    target) {
  if (path ~ /(^|\/)\.\.?\// || path !~ /\//) {
    breach("relative include \"" path "\"; write it from src/ (or sandbox/, tests/, bench/)")
    return
  }
  target = room_of(path)
  if (target == "") {
    breach("\"" path "\" is in no folder of tools/include_edges.txt")
  } else if (room != "" && target != room && index(may[room], " " target " ") == 0) {
    breach(room " may not include " target " (\"" path "\"); see tools/include_edges.txt")
  }
}

function check_system_include(path) {
  if (path ~ /^(fstream|filesystem|sys\/socket\.h|sys\/un\.h|netinet\/.*|arpa\/inet\.h|netdb\.h)$/ &&
      !is_platform) {
    breach("<" path ">: files and sockets belong to src/platform")
  }
}

# The line without comments and without what stands in quotes.
function code_of(line,    close_at) {
  if (in_comment) {
    close_at = index(line, "*/")
    if (close_at == 0) return ""
    line = substr(line, close_at + 2)
    in_comment = 0
  }
  gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
  sub(/\/\/.*$/, "", line)
  gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", line)
  if (match(line, /\/\*/)) {
    in_comment = 1
    line = substr(line, 1, RSTART - 1)
  }
  return line
}

FNR == 1 && NR != 1 { start_file() }
NR == FNR { read_edges(); next }

/^[ \t]*#[ \t]*include[ \t]*"/ {
  split($0, quoted, "\"")
  check_own_include(quoted[2])
  next
}
/^[ \t]*#[ \t]*include[ \t]*</ {
  split($0, angled, /[<>]/)
  if (!is_test) check_system_include(angled[2])
  next
}

{
  code = code_of($0)
  if (is_test || code == "") next
  if (!is_platform) {
    if (word(code, "(system|steady|high_resolution)_clock::now"))
      breach("the clock is read by src/platform only; take a Clock")
    if (word(code, "sleep_for|sleep_until|usleep|nanosleep"))
      breach("only src/platform sleeps; take a Clock")
    if (word(code, "random_device"))
      breach("randomness comes from src/platform only; take a Random")
    if (word(code, "fopen|filesystem|[io]?fstream"))
      breach("files are touched by src/platform only")
  }
  if (is_exact && word(code, "double|float"))
    breach("no floating point near money")
}

END {
  if (breaches) {
    printf "check_includes: %d breach%s\n", breaches, breaches == 1 ? "" : "es"
    exit 1
  }
}
