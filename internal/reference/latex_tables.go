package reference

import "strings"

// latexAccent gives the combining mark of a command; 0 when it is no accent.
func latexAccent(name string) rune {
	switch name {
	case "`":
		return 0x300
	case "'":
		return 0x301
	case "^":
		return 0x302
	case "~":
		return 0x303
	case `"`:
		return 0x308
	case "=":
		return 0x304
	case ".":
		return 0x307
	case "u":
		return 0x306
	case "v":
		return 0x30C
	case "H":
		return 0x30B
	case "c":
		return 0x327
	case "k":
		return 0x328
	case "r":
		return 0x30A
	case "d":
		return 0x323
	case "b":
		return 0x331
	}
	return 0
}

// latexStyle is whether a command only changes how its argument looks.
func latexStyle(name string) bool {
	switch name {
	case "emph", "textit", "textbf", "textrm", "textsf", "texttt", "textsc", "textup", "textmd", "textnormal", "text", "mathrm", "mathit",
		"mathbf", "mathsf", "mathcal", "mathbb", "mbox", "hbox", "it", "bf", "rm", "em", "sc", "sf", "tt", "sl", "textsubscript", "textsuperscript",
		"uppercase", "lowercase", "MakeUppercase", "url", "href", "enquote", "ensuremath", "left", "right", "small", "scriptsize", "noopsort", "protect",
		"relax", "break", "newline", "par", "indent", "noindent", "upshape", "itshape", "bfseries", "operatorname", "displaystyle", "underline":
		return true
	}
	return false
}

// latexSymbol gives the character of a command.
func latexSymbol(name string) (string, bool) {
	const letters = " ss:ß o:ø O:Ø ae:æ AE:Æ oe:œ OE:Œ aa:å AA:Å l:ł L:Ł i:ı j:ȷ dh:ð DH:Ð th:þ TH:Þ dj:đ DJ:Đ ng:ŋ NG:Ŋ S:§ P:¶ " +
		"alpha:α beta:β gamma:γ delta:δ epsilon:ε varepsilon:ε zeta:ζ eta:η theta:θ vartheta:ϑ iota:ι kappa:κ lambda:λ mu:μ nu:ν xi:ξ " +
		"pi:π rho:ρ sigma:σ tau:τ upsilon:υ phi:φ varphi:φ chi:χ psi:ψ omega:ω Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Phi:Φ " +
		"Psi:Ψ Omega:Ω textalpha:α textbeta:β textgamma:γ textdelta:δ textmu:μ textomega:ω textDelta:Δ " +
		"times:× pm:± mp:∓ div:÷ cdot:· le:≤ leq:≤ leqslant:≤ ge:≥ geq:≥ geqslant:≥ ne:≠ neq:≠ approx:≈ sim:∼ simeq:≃ equiv:≡ infty:∞ " +
		"rightarrow:→ to:→ leftarrow:← leftrightarrow:↔ uparrow:↑ downarrow:↓ degree:° circ:° textdegree:° copyright:© textcopyright:© " +
		"textregistered:® texttrademark:™ pounds:£ textsterling:£ euro:€ texteuro:€ dag:† ddag:‡ dots:… ldots:… textellipsis:… " +
		"textendash:– textemdash:— textquoteleft:‘ textquoteright:’ textquotedblleft:“ textquotedblright:” guillemotleft:« guillemotright:» " +
		"textless:< textgreater:> lt:< gt:> textbar:| vert:| mid:| textbackslash:\\ backslash:\\ textunderscore:_ textasciitilde:~ textasciicircum:^ " +
		"textquotesingle:' textquotedbl:\" lbrace:{ rbrace:} textbraceleft:{ textbraceright:} textdollar:$ textpercent:% prime:′ textonehalf:½ " +
		"textonequarter:¼ textthreequarters:¾ textasteriskcentered:* ast:* bullet:• textbullet:• cap:∩ cup:∪ in:∈ sum:∑ partial:∂ nabla:∇ "
	_, rest, ok := strings.Cut(letters, " "+name+":")
	if !ok {
		return "", false
	}
	text, _, _ := strings.Cut(rest, " ")
	return text, true
}

// latexEscaped writes plain text so that latexText gives it back.
func latexEscaped(s string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "&", `\&`, "#", `\#`, "_", `\_`, "$", `\$`,
		"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "--", "-{}-{}", "``", "`{}`{}", "''", "'{}'{}",
	).Replace(s)
}
