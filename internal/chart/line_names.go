package chart

import (
	"cmp"
	"slices"
)

// named is the name of a series, with where it would like to stand.
type named struct {
	lines  []string
	y      int // the top
	series int
}

func (n named) bottom() int { return n.y + len(n.lines)*lineHeight }

// names writes the name of each series at the end of its line. Names that would overlap are moved apart.
func (p plot) names(c *canvas, all []Series) {
	var list []named
	for i, s := range all {
		lines, y := wrap(s.Name, mostName, labelLines), p.bottom
		for _, v := range s.Values {
			if !v.Absent {
				y = p.y(v.Size)
			}
		}
		list = append(list, named{lines, y - len(lines)*lineHeight/2, i + 1})
	}
	slices.SortStableFunc(list, func(a, b named) int { return cmp.Compare(a.y, b.y) })
	apart(list, p.bottom+lineHeight)
	for _, n := range list {
		c.lines("name", p.right+2*inset, n.y, start, n.lines)
	}
}

// apart moves names down where they overlap, and then up where the last would stand below the end.
func apart(list []named, end int) {
	free := 0
	for i := range list {
		list[i].y = max(list[i].y, free)
		free = list[i].bottom()
	}
	for i := range slices.Backward(list) {
		list[i].y = min(list[i].y, end-len(list[i].lines)*lineHeight)
		end = list[i].y
	}
}
