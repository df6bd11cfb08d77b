#include <cstdio>

int main() {
  std::puts("avstem 0.1.0");
  return 0;
}
