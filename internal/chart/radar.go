package chart

import (
	"math"
	"slices"
	"strconv"
)

// TopLevel is the highest level of the outcomes framework: 0 is not developed, 4 is highly developed.
const TopLevel = 4

// Within is how far a level is reached.
type Within string

// How far a level is reached; Reached is the same as High.
const (
	Reached Within = ""
	Low     Within = "low"
	Medium  Within = "medium"
	High    Within = "high"
)

// Level is a level of one outcome. Levels are cumulative, so that level 3, low, lies a third of the way from level 2 to level 3. How
// far low, medium and high are along it is this product's reading: the framework gives the words, not a distance.
type Level struct {
	Level  int
	Within Within
	Absent bool // not assessed
}

// distance is how far from the centre a level lies, from 0 to TopLevel.
func (l Level) distance() float64 {
	if l.Level == 0 {
		return 0
	}
	switch l.Within {
	case Low:
		return float64(l.Level) - 2.0/3
	case Medium:
		return float64(l.Level) - 1.0/3
	default:
		return float64(l.Level)
	}
}

// String is "level 3, low", or "not assessed". Level 0 has no parts.
func (l Level) String() string {
	switch {
	case l.Absent:
		return "not assessed"
	case l.Within == Reached, l.Level == 0:
		return "level " + strconv.Itoa(l.Level)
	default:
		return "level " + strconv.Itoa(l.Level) + ", " + string(l.Within)
	}
}

// RadarChart is levels along spokes, for one or two assessments: the library's own and the validated one.
type RadarChart struct {
	Series []string
	Spokes []Spoke
}

// Spoke is one outcome.
type Spoke struct {
	Short  string // a figure or a letter, at the end of the spoke
	Label  string // what it stands for, in the list below
	Levels []Level
}

// Measures of a radar.
const (
	radarRadius = 108 // a multiple of the levels and of their thirds
	radarRoom   = 32  // around it, for the short labels
	mostSpokes  = 8
)

// Radar draws levels as a shape around a centre, with a list of what it says below. It is an [InputError] with fewer than three
// spokes or more than eight, with more than two series, or with a level that there is not.
func Radar(f Frame, chart RadarChart) (SVG, error) {
	if err := chart.check(f); err != nil {
		return SVG{}, err
	}
	c, y := &canvas{}, 0
	if len(chart.Series) > 1 {
		y = c.key(f.Width, samples, chart.Series)
	}
	w := wheel{centre: point{f.Width / 2, y + radarRadius + radarRoom}, spokes: len(chart.Spokes)}
	w.web(c)
	for n := range chart.Series {
		w.shape(c, n, chart.Spokes)
	}
	for i, s := range chart.Spokes {
		at := w.at(i, TopLevel*(1+float64(radarRoom)/2/radarRadius))
		c.text("label", at.x, at.y-lineHeight/2, middle, s.Short)
	}
	y += 2 * (radarRadius + radarRoom)
	for _, text := range chart.list() {
		lines := wrap(text, f.Width, 2*labelLines)
		c.lines("text", 0, y, start, lines)
		y += len(lines)*lineHeight + rowGap/2
	}
	return c.finish(f, y, describeRadar(chart)), nil
}

func (r RadarChart) check(f Frame) error {
	if len(r.Spokes) < 3 || len(r.Spokes) > mostSpokes || len(r.Series) == 0 || len(r.Series) > 2 {
		return wrong("%d shapes over %d spokes", len(r.Series), len(r.Spokes))
	}
	for _, s := range r.Spokes {
		if len(s.Levels) != len(r.Series) || measure(s.Short) > radarRoom {
			return wrong("%q has %d levels for %d shapes, or is too long", s.Short, len(s.Levels), len(r.Series))
		}
		for _, l := range s.Levels {
			if !l.Absent && (l.Level < 0 || l.Level > TopLevel || !slices.Contains([]Within{Reached, Low, Medium, High}, l.Within)) {
				return wrong("there is no %s", l)
			}
		}
	}
	return f.check()
}

// wheel is where the spokes go: the first one upwards, the others clockwise.
type wheel struct {
	centre point
	spokes int
}

func (w wheel) at(spoke int, distance float64) point {
	turn, r := 2*math.Pi*float64(spoke)/float64(w.spokes), distance/TopLevel*radarRadius
	return point{w.centre.x + int(math.Round(r*math.Sin(turn))), w.centre.y - int(math.Round(r*math.Cos(turn)))}
}

// web draws the spokes, and a ring with its figure for each level.
func (w wheel) web(c *canvas) {
	for level := 1; level <= TopLevel; level++ {
		var ring []point
		for i := range w.spokes {
			ring = append(ring, w.at(i, float64(level)))
		}
		c.element("polygon", "class", class("grid", 0), "points", places(ring), "fill", "none", "stroke", "currentColor", "stroke-width", "1", "stroke-opacity", gridOpacity)
		c.text("text", w.centre.x+4, ring[0].y, start, strconv.Itoa(level))
	}
	for i := range w.spokes {
		tip := w.at(i, TopLevel)
		c.line("grid", w.centre.x, w.centre.y, tip.x, tip.y)
	}
}

// shape draws one assessment: closed if every outcome has a level, otherwise only the points that there are.
func (w wheel) shape(c *canvas, n int, spokes []Spoke) {
	var all []point
	for i, s := range spokes {
		if !s.Levels[n].Absent {
			all = append(all, w.at(i, s.Levels[n].distance()))
		}
	}
	if len(all) == len(spokes) {
		c.element("polygon", append([]string{"class", class("line", n+1), "points", places(all)}, stroke(n+1)...)...)
	}
	for _, p := range all {
		c.marker(n+1, p)
	}
}
