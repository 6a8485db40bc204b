package duban

// markMoves finds out which of the tasks that stay have changed places: two with
// each other, or one on its own. That all numbers behind a new row are higher by
// one is no move.
func markMoves(rows []Row) {
	var stay []int // rows that stay, in the document's order
	for i, r := range rows {
		if !r.Fresh() && !r.Back {
			stay = append(stay, i)
		}
	}
	rank := ranks(rows, stay)
	at := make([]int, len(stay)) // rank before → place now
	for now, before := range rank {
		at[before] = now
	}
	swapped := map[int]bool{}
	for now, before := range rank {
		if before != now && rank[before] == now {
			rows[stay[now]].Swaps = rows[stay[at[now]]].Task.ID
			swapped[now] = true
		}
	}
	for now := range rank { // a swap seen as done leaves the others in order
		if swapped[now] {
			rank[now] = now
		}
	}
	kept := ascending(rank)
	for now, i := range stay {
		rows[i].Moved = !kept[now]
	}
}

// ranks is, for each row that stays, its place among them before.
func ranks(rows []Row, stay []int) []int {
	rank := make([]int, len(stay))
	for a, i := range stay {
		for _, j := range stay {
			if rows[j].Task.No < rows[i].Task.No {
				rank[a]++
			}
		}
	}
	return rank
}

// ascending finds the longest ascending part of a sequence of different numbers:
// what stands outside it has moved.
func ascending(s []int) (in []bool) {
	in = make([]bool, len(s))
	var tails []int // index of the smallest end of each length
	before := make([]int, len(s))
	for i, x := range s {
		n := 0
		for n < len(tails) && s[tails[n]] < x {
			n++
		}
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	if len(tails) == 0 {
		return in
	}
	for i := tails[len(tails)-1]; i >= 0; i = before[i] {
		in[i] = true
	}
	return in
}
