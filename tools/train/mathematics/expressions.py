"""Random school mathematics by kind, as trees that can be written by hand, and their LaTeX."""
import re

OPERATORS = set("+-×÷=<>≤≥≠±≈")
LATEX = {"×": r"\times ", "÷": r"\div ", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "±": r"\pm ", "≈": r"\approx ", "%": r"\%", "°": r"^{\circ}", "π": r"\pi ",
         "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "δ": r"\delta ", "θ": r"\theta ", "λ": r"\lambda ", "μ": r"\mu ", "φ": r"\varphi ",
         "ω": r"\omega ", "Δ": r"\Delta "}
FUNCTIONS = ("sin", "cos", "tan", "log", "ln")
LETTERS = list("xxxxyyyabcnmtk")


def signs(text):
    return [("sign", c) for c in text]


def row(*parts):
    """A row of nodes; text is spelled out, rows are opened."""
    out = []
    for p in parts:
        out += signs(p) if isinstance(p, str) else p[1] if p[0] == "row" else [p]
    return ("row", out)


def latex(node):
    kind = node[0]
    if kind == "sign":
        return LATEX.get(node[1], node[1])
    if kind == "row":
        text = "".join(latex(n) for n in node[1])
        for name in FUNCTIONS:
            text = re.sub(rf"(?<!\\){name}", rf"\\{name} ", text)
        return text
    if kind == "power":
        return f"{word(node[1])}^{{{latex(node[2])}}}"
    if kind == "index":
        return f"{word(node[1])}_{{{latex(node[2])}}}"
    if kind == "fraction":
        return f"\\frac{{{latex(node[1])}}}{{{latex(node[2])}}}"
    if kind == "root":
        return f"\\sqrt{f'[{latex(node[2])}]' if len(node) > 2 else ''}{{{latex(node[1])}}}"
    if kind == "fence":
        return node[1][0] + latex(node[2]) + node[1][1]
    if kind == "rows":
        return r"\begin{cases}" + r"\\".join(latex(n) for n in node[1]) + r"\end{cases}"
    raise ValueError(kind)


def word(node):
    text = latex(node).strip()
    return f"\\{text}" if text in FUNCTIONS else text


def pick(rng, items):
    return items[int(rng.integers(len(items)))]


def number(rng, most=999):
    return str(rng.integers(1, 10 if rng.random() < 0.5 else most + 1))


def decimal(rng):
    return f"{rng.integers(0, 100)}.{rng.integers(1, 10)}" if rng.random() < 0.6 else f"{rng.integers(0, 10)}.{rng.integers(0, 10)}{rng.integers(1, 10)}"


def letter(rng):
    return pick(rng, LETTERS)


def term(rng):
    """2x, 3, x^2."""
    u = rng.random()
    if u < 0.3:
        return row(number(rng, 99))
    n = "" if rng.random() < 0.4 else str(rng.integers(2, 10))
    return row(n, power_of(rng)) if u < 0.55 else row(n, letter(rng))


def power_of(rng):
    return ("power", ("sign", letter(rng)), row(pick(rng, ["2", "2", "3", "n", "4"])))


def total(rng, terms=2):
    out = row("-" if rng.random() < 0.15 else "", term(rng))
    for _ in range(terms - 1):
        out = row(out, pick(rng, "+-"), term(rng))
    return out


def arithmetic(rng):
    out = row(number(rng))
    for _ in range(rng.integers(1, 3)):
        out = row(out, pick(rng, "+-×÷"), number(rng))
    return row(out, "=", number(rng)) if rng.random() < 0.7 else out


def decimals(rng):
    u = rng.random()
    one = ("-" if rng.random() < 0.5 else "") + decimal(rng)
    return row(one) if u < 0.4 else row(one, pick(rng, "+-×÷"), decimal(rng)) if u < 0.7 else row(letter(rng), "=", one)


def comparison(rng):
    return row(total(rng, rng.integers(1, 3)), pick(rng, "<>≤≥≠"), pick(rng, ["", "-"]), number(rng, 99))


def fraction(rng):
    u = rng.random()
    small = ("fraction", row(number(rng, 20)), row(number(rng, 20)))
    if u < 0.35:
        return row(small, pick(rng, "+-×÷"), ("fraction", row(number(rng, 20)), row(number(rng, 20))))
    if u < 0.6:
        return row(("fraction", total(rng), row(number(rng, 20))), "=", number(rng, 20))
    if u < 0.8:
        return row(letter(rng), "=", pick(rng, ["", "-"]), ("fraction", total(rng, rng.integers(1, 3)), total(rng, rng.integers(1, 3))))
    return row(str(rng.integers(1, 10)), small)


def power(rng):
    u = rng.random()
    if u < 0.4:
        return row(power_of(rng), pick(rng, "+-"), power_of(rng))
    if u < 0.7:
        return row(("power", row(pick(rng, ["2", "3", "10", "5"])), row(pick(rng, ["", "-"]), pick(rng, ["2", "3", "n", "x", "12"]))), "=", number(rng))
    return row(("power", fence(rng), row(pick(rng, "23"))), "=", total(rng, 3))


def fence(rng):
    return ("fence", "()", total(rng))


def index(rng):
    one = lambda: ("index", ("sign", pick(rng, list("xyan"))), row(pick(rng, ["1", "2", "n", "0", "3"])))
    u = rng.random()
    return row(one(), pick(rng, "+-"), one(), "=", number(rng, 99)) if u < 0.6 else row(one(), "=", number(rng, 99))


def root(rng):
    one = ("root", pick(rng, [row(number(rng, 99)), total(rng), row(letter(rng))])) if rng.random() < 0.8 else ("root", row(pick(rng, ["8", "27", "x", "a"])), row("3"))
    u = rng.random()
    return row(one) if u < 0.3 else row(str(rng.integers(2, 10)), one) if u < 0.5 else row(letter(rng), "=", one) if u < 0.75 else row(one, "+", ("root", row(number(rng, 20))))


def brackets(rng):
    u = rng.random()
    if u < 0.4:
        return row(str(rng.integers(2, 10)), fence(rng), "=", number(rng, 99))
    return row(fence(rng), fence(rng)) if u < 0.7 else row(str(rng.integers(2, 10)), "×", ("fence", "()", row(number(rng), pick(rng, "+-"), number(rng))))


def percent(rng):
    u = rng.random()
    n = number(rng, 99) if rng.random() < 0.7 else decimal(rng)
    return row(n, "%") if u < 0.3 else row(number(rng), "×", n, "%") if u < 0.7 else row(n, "%", "=", decimal(rng))


def equation(rng):
    return row(total(rng, rng.integers(1, 4)), "=", total(rng, rng.integers(1, 3)))


def system(rng):
    one = lambda: row(pick(rng, ["", "2", "3", "5"]), "x", pick(rng, "+-"), pick(rng, ["", "2", "3", "4"]), "y", "=", number(rng, 30))
    return ("rows", [one() for _ in range(2)])


def function(rng):
    of = pick(rng, ["x", "2x", "θ", "α", "30°", "(x+1)", "60°"])
    name = pick(rng, ["sin", "cos", "tan"])
    u = rng.random()
    if u < 0.5:
        return row(letter(rng) if rng.random() < 0.5 else "y", "=", name, of)
    if u < 0.7:
        return row(("power", row(name), row("2")), pick(rng, ["x", "θ", "α"]), "+", ("power", row("cos"), row("2")), pick(rng, ["x", "θ"]), "=1")
    return row(("index", row("log"), row(pick(rng, ["2", "3", "a"]))), pick(rng, ["8", "x", "9"]), "=", pick(rng, ["2", "3", "y"])) if u < 0.85 else row(pick(rng, ["log", "ln"]), pick(rng, ["x", "2", "a"]))


def greek(rng):
    one = lambda: row(pick(rng, ["", "2", "3"]), pick(rng, list("αβθπλφω")))
    u = rng.random()
    return row(one(), pick(rng, "+-"), one(), "=", pick(rng, ["90", "180", "1", "π"])) if u < 0.6 else row("S=π", ("power", ("sign", "r"), row("2")))


def compound(rng):
    u = rng.random()
    if u < 0.35:  # solution of a quadratic equation
        inner = row(("power", ("sign", "b"), row("2")), "-4ac")
        return row("x=", ("fraction", row("-b±", ("root", inner)), row("2a")))
    if u < 0.6:
        return row("y=", ("fraction", row("1"), ("root", total(rng))))
    if u < 0.8:
        return row(("power", ("fence", "()", ("fraction", row(number(rng, 9)), row(number(rng, 9)))), row("2")), "=", ("fraction", row(number(rng, 81)), row(number(rng, 81))))
    return row(("fraction", ("fraction", row(letter(rng)), row(letter(rng))), row(letter(rng))), "=", total(rng))


KINDS = {f.__name__: f for f in (arithmetic, decimals, comparison, fraction, power, index, root, brackets, percent, equation, system, function, greek, compound)}
