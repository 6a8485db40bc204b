// Package bench holds the benchmarks that need whole processes: the bot beside
// what it is compared with, on the same machine, in the same run. What they
// showed stands in docs/benchmarks.md.
//
// A sync takes a millisecond longer than the disk makes it take, so that fast
// disks compare; DUBAN_BENCH_SYNC sets another time, 0 none.
package bench
