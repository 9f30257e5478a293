package chart

// Measure and LineHeight let tests see how much room text takes.
var Measure = measure

// LineHeight is how high a line of text is.
const LineHeight = lineHeight
