package main

import "time"

func edits(milliseconds ...int) (delays []delay) {
	for _, n := range milliseconds {
		delays = append(delays, delay{page: time.Duration(n) * time.Millisecond})
	}
	return delays
}

func Example_tables() {
	mb := func(resident, peak int64) memory { return memory{resident << 20, peak << 20} }
	late := edits(400, 600, 500)
	late[1].neighbour = 12 * time.Millisecond
	fast := figures{
		name: "fast", starts: []time.Duration{3 * time.Second, time.Second, 2 * time.Second},
		delays: map[string][]delay{"body": edits(10, 30, 20), "title": edits(50)},
		after:  []memory{mb(100, 150), mb(110, 160), mb(120, 170)},
		long:   []memory{mb(120, 170), mb(121, 171)},
		storms: []storm{{name: "many saves", settled: 250 * time.Millisecond, seen: 7, builds: 9}, {name: "many files", settled: 2 * time.Second}},
	}
	slow := figures{
		name: "slow", starts: []time.Duration{4 * time.Second}, unserved: 3,
		delays: map[string][]delay{"body": edits(200, 100), "title": late},
		after:  []memory{mb(200, 300), mb(220, 320), mb(240, 340)},
	}
	printDelays(106, []figures{fast, slow})
	printMemory([]figures{fast, slow})
	printLong(fast, plan{long: []int{100}})
	printStorms(fast)
	// Output:
	// 106 files             start s    edits   body ms     worst  title ms     worst neighbour ms
	//   fast                   2.00      3+1      20.0      30.0      50.0      50.0            0
	//   slow                   4.00      2+3     200.0     200.0     500.0     600.0           12
	//   fast / slow            0.50              0.100     0.150     0.100     0.083
	//   slow answered 3 times without a page
	//   MB after                      start     peak            edits     peak   all pages read     peak
	//   fast                            100      150              110      160              120      170
	//   slow                            200      300              220      320              240      340
	//   fast / slow                    0.50     0.50             0.50     0.50             0.50     0.50
	//   fast, MB after                  peak
	//   0 body edits            120      170
	//   100 body edits          121      171
	//   fast, storms                       to truth s   builds  states seen
	//   many saves                               0.25        9            7
	//   many files                               2.00        -            -
}
