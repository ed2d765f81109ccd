"""Writes what PyTorch computes for every layer and optimizer, as references for the tests.

usage: pytorch-layers.py FOLDER

Writes FOLDER/layers.jsonl and FOLDER/optimizers.jsonl. Needs PyTorch 2.9 or later (torch.optim.Muon);
the tests read the files that are kept with them and need nothing. All numbers are computed in double
precision and rounded to single at the end, so that a difference is Sente's rounding.

A layer's line: {"case", "inputs": [{"shape", "values"}], "parameters": {name: {...}}, "output": {...},
"inputGradients": [...], "parameterGradients": {name: {...}}, "state": {name: {...}}}, in Sente's
layout: channels last, weights [inputs, outputs]. The loss is the sum over the output's elements i of
(0.3 + 0.2 (i mod 7)) y[i].
"""

import json
import sys

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.spectral_norm import SpectralNorm

torch.set_default_dtype(torch.float64)
FOLDER = sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__)


def numbers(x):
    single = x.detach().to(torch.float32)
    values = [float(f"{v:.9g}") for v in single.flatten().tolist()]
    return {"shape": list(x.shape), "values": values}


class Case:
    """Leaves in Sente's layout; PyTorch sees them through views, so gradients come back in it."""

    def __init__(self, name):
        self.name, self.inputs, self.parameters, self.state = name, [], {}, {}

    def leaf(self, *shape, scale=1.0, shift=0.0):
        x = (torch.randn(*shape) * scale + shift).to(torch.float32).to(torch.float64)
        return x.requires_grad_()

    def input(self, *shape, values=None, **options):
        x = self.leaf(*shape, **options) if values is None else values.clone().requires_grad_()
        self.inputs.append(x)
        return x

    def parameter(self, name, *shape, **options):
        self.parameters[name] = self.leaf(*shape, **options)
        return self.parameters[name]

    def line(self, output):
        shape = list(output.shape)
        slope = 0.3 + 0.2 * (torch.arange(output.numel()) % 7)
        leaves = self.inputs + list(self.parameters.values())
        loss = (output.flatten() * slope).sum()
        gradients = torch.autograd.grad(loss, leaves, allow_unused=True)
        gradients = [torch.zeros_like(x) if g is None else g for g, x in zip(gradients, leaves)]
        count = len(self.inputs)
        return json.dumps(
            {
                "case": self.name,
                "inputs": [numbers(x) for x in self.inputs],
                "parameters": {k: numbers(v) for k, v in self.parameters.items()},
                "output": numbers(output.reshape(shape)),
                "inputGradients": [numbers(g) for g in gradients[:count]],
                "parameterGradients": {
                    k: numbers(g) for k, g in zip(self.parameters, gradients[count:])
                },
                "state": {k: numbers(v) for k, v in self.state.items()},
            },
            separators=(",", ":"),
        )


def images(x):
    return x.permute(0, 3, 1, 2)


def rows(x):
    return x.permute(0, 2, 3, 1)


def conv(c, name, x, channels, filters, size, **options):
    w = c.parameter(name + "weight", size, size, channels, filters, scale=0.3)
    b = c.parameter(name + "bias", filters)
    return rows(F.conv2d(images(x), w.permute(3, 2, 0, 1), b, **options))


def linear(c, name, x, inputs, width):
    w = c.parameter(name + "weight", inputs, width, scale=0.5)
    return x @ w + c.parameter(name + "bias", width)


def norm(c, name, x, width):
    w = c.parameter(name + "weight", width, shift=1.0, scale=0.3)
    return F.layer_norm(x, [width], w, c.parameter(name + "bias", width))


def activations():
    for name, f in {
        "sigmoid": torch.sigmoid, "silu": F.silu, "gelu": lambda x: F.gelu(x, approximate="tanh"),
        "elu": F.elu, "leakyRelu": F.leaky_relu, "softplus": F.softplus, "mish": F.mish,
        "tanh": torch.tanh, "relu": F.relu, "linear": lambda x: x * 1.0,
    }.items():
        c = Case("activation." + name)
        yield c.line(f(c.input(4, 9, scale=3.0)))


def recurrents():
    for kind, gates in ("gru", 3), ("lstm", 4):
        for is_reset in False, True:
            c = Case(kind + (".resets" if is_reset else ""))
            steps, batch, features, units = 5, 3, 4, 6
            x = c.input(steps, batch, features)
            first = c.input(batch, units * (1 if kind == "gru" else 2))
            resets = torch.zeros(steps, batch, 1)
            if is_reset:
                resets[0, 1] = resets[2, 0] = resets[2, 2] = resets[4, 1] = 1
            c.input(values=resets)
            wi = c.parameter("input.weight", features, gates * units, scale=0.5)
            bi = c.parameter("input.bias", gates * units, scale=0.5)
            wh = c.parameter("recurrent.weight", units, gates * units, scale=0.5)
            bh = torch.zeros(gates * units)
            if kind == "gru":
                b = c.parameter("recurrent.bias", units, scale=0.5)
                bh = torch.cat([torch.zeros(2 * units), b])
            outputs, state = [], first
            for t in range(steps):
                state = state * (1 - resets[t])
                if kind == "gru":
                    state = torch.gru_cell(x[t], state, wi.T, wh.T, bi, bh)
                else:
                    h, cells = torch.lstm_cell(
                        x[t], (state[:, :units], state[:, units:]), wi.T, wh.T, bi, bh)
                    state = torch.cat([h, cells], dim=1)
                outputs.append(state[:, :units])
            yield c.line(torch.cat([torch.stack(outputs).flatten(), state.flatten()]))


def convolutions():
    for name, size, stride, padding in ("plain", 3, 1, 0), ("strided", 4, 2, 1), ("large", 5, 3, 2):
        c = Case("convolution." + name)
        yield c.line(conv(c, "", c.input(2, 9, 8, 3), 3, 5, size, stride=stride, padding=padding))


def batch_norms():
    for mode in "training", "inference":
        for folded in False, True:
            c = Case(("normalizedConvolution." if folded else "batchNorm.") + mode)
            x = c.input(3, 4, 5, 2)
            y, prefix = x, ""
            if folded:
                w = c.parameter("convolution.weight", 3, 3, 2, 4, scale=0.3)
                y, prefix = rows(F.conv2d(images(x), w.permute(3, 2, 0, 1))), "norm."
            width = y.shape[-1]
            weight = c.parameter(prefix + "weight", width, shift=1.0, scale=0.3)
            bias = c.parameter(prefix + "bias", width)
            mean, variance = torch.randn(width), torch.rand(width) + 0.5
            c.parameters[prefix + "mean"], c.parameters[prefix + "variance"] = (
                v.to(torch.float32).to(torch.float64) for v in (mean, variance))
            states = [c.parameters.pop(prefix + n) for n in ("mean", "variance")]
            before = [v.clone() for v in states]
            y = rows(F.batch_norm(images(y), *states, weight, bias, mode == "training", 0.1, 1e-5))
            c.state = {prefix + "mean": states[0], prefix + "variance": states[1]}
            line = json.loads(c.line(y))
            line["stateBefore"] = {
                prefix + n: numbers(v) for n, v in zip(("mean", "variance"), before)}
            yield json.dumps(line, separators=(",", ":"))


def norms():
    c = Case("layerNorm")
    yield c.line(norm(c, "", c.input(3, 4, 7), 7))
    c = Case("rmsNorm")
    x = c.input(5, 7)
    yield c.line(F.rms_norm(x, [7], c.parameter("weight", 7, shift=1.0), 1e-6))


def embeddings():
    c = Case("embedding")
    index = c.input(values=torch.tensor([[0.0, 3.0, 3.0], [4.0, 1.0, 0.0]]))
    yield c.line(F.embedding(index.detach().long(), c.parameter("weight", 5, 4)))
    c = Case("positionEmbedding")
    x = c.input(2, 3, 4)
    yield c.line(x + c.parameter("weight", 3, 4))


def attend(c, prefix, q, k, v, wo, bo, heads, mask):
    b, t, width = q.shape
    def split(x):
        return x.reshape(b, x.shape[1], heads, width // heads).permute(0, 2, 1, 3)
    y = F.scaled_dot_product_attention(split(q), split(k), split(v), attn_mask=mask)
    return y.permute(0, 2, 1, 3).reshape(b, t, width) @ wo + bo


def attention(c, prefix, x, heads, mask):
    width = x.shape[-1]
    q, k, v = linear(c, prefix + "input.", x, width, 3 * width).chunk(3, dim=-1)
    wo = c.parameter(prefix + "output.weight", width, width, scale=0.5)
    return attend(c, prefix, q, k, v, wo, c.parameter(prefix + "output.bias", width), heads, mask)


def attentions():
    causal = torch.ones(5, 5, dtype=torch.bool).tril()
    present = torch.tensor([[1.0, 1, 1, 0, 0], [1, 1, 1, 1, 1]])
    padding = present.bool()[:, None, None, :]
    for name, mask in {
        "plain": torch.ones(5, 5, dtype=torch.bool), "causal": causal, "padded": padding,
        "both": padding & causal,
    }.items():
        c = Case("attention." + name)
        x = c.input(2, 5, 6)
        c.input(values=present)
        yield c.line(attention(c, "", x, 3, mask))
    c = Case("attention.cross")
    x, context = c.input(2, 3, 6), c.input(2, 5, 4)
    c.input(values=present)
    k, v = linear(c, "context.", context, 4, 12).chunk(2, dim=-1)
    q = linear(c, "query.", x, 6, 6)
    wo = c.parameter("output.weight", 6, 6, scale=0.5)
    yield c.line(attend(c, "", q, k, v, wo, c.parameter("output.bias", 6), 3, padding))
    c = Case("transformerBlock")
    x = c.input(2, 5, 6)
    y = x + attention(c, "attention.", norm(c, "attentionNorm.", x, 6), 2, causal)
    hidden = linear(c, "hidden.", norm(c, "hiddenNorm.", y, 6), 6, 24)
    yield c.line(y + linear(c, "output.", F.gelu(hidden, approximate="tanh"), 24, 6))


def residual(c, prefix, x):
    n = x.shape[-1]
    y = conv(c, prefix + "0.", F.relu(x), n, n, 3, padding=1)
    return x + conv(c, prefix + "1.", F.relu(y), n, n, 3, padding=1)


def blocks():
    c = Case("residualBlock")
    yield c.line(residual(c, "", c.input(2, 4, 5, 3)))
    c = Case("squeezeExcite")
    x = c.input(2, 3, 4, 6)
    s = F.relu(linear(c, "squeeze.", F.adaptive_avg_pool2d(images(x), 1).flatten(1), 6, 3))
    s = torch.sigmoid(linear(c, "excite.", s, 3, 6))
    yield c.line(x * s[:, None, None, :])
    c = Case("natureTorso")
    y = c.input(1, 36, 36, 2, scale=0.5)
    channels = 2
    for i, (filters, size, stride) in enumerate([(32, 8, 4), (64, 4, 2), (64, 3, 1)]):
        w = torch.randn(size, size, channels, filters) * 0.05
        b = torch.zeros(filters)
        # Large weights are a rule rather than numbers: see `ruled` in the tests.
        w, b = rule(w.shape, i), rule(b.shape, i + 10)
        y = F.relu(rows(F.conv2d(images(y), w.permute(3, 2, 0, 1), b, stride=stride)))
        channels = filters
    yield c.line(F.relu(y.flatten(1) @ rule((64, 7), 3) + rule((7,), 13)))
    c = Case("impalaTorso")
    y, channels = c.input(2, 9, 8, 2), 2
    for i, filters in enumerate([3, 4]):
        y = conv(c, f"{i}.convolution.", y, channels, filters, 3, padding=1)
        y = rows(F.max_pool2d(images(y), 3, 2, 1))
        y = residual(c, f"{i}.residual1.", residual(c, f"{i}.residual0.", y))
        channels = filters
    yield c.line(F.relu(linear(c, "output.", F.relu(y).flatten(1), 24, 5)))


def rule(shape, seed):
    """Numbers that both sides can make: ((7 i + 3 seed) mod 31 - 15) / 150, in single precision."""
    count = torch.Size(shape).numel()
    x = ((7 * torch.arange(count) + 3 * seed) % 31 - 15).to(torch.float32) / 150
    return x.to(torch.float64).reshape(shape)


def boards():
    c = Case("globalPooling")
    x = c.input(2, 3, 4, 3)
    yield c.line(x + linear(c, "pooled.", pooled(F.relu(x)), 6, 3)[:, None, None, :])
    c = Case("boardNetwork")
    # As in `natureTorso`, and in the order of Sente's layout.
    x = c.input(3, 5, 6, 2, scale=0.5)
    seed = -1

    def weight(*shape):
        nonlocal seed
        seed += 1
        return rule(shape, seed)

    def norm(size, filters, x):
        w = weight(size, size, x.shape[-1], filters)
        scale, bias = weight(filters), weight(filters)
        weight(filters), weight(filters)  # the running mean and variance
        y = F.conv2d(images(x), w.permute(3, 2, 0, 1), padding=size // 2)
        return rows(F.batch_norm(y, None, None, scale, bias, True, 0.1, 1e-5))

    def layer(x, width):
        w = weight(x.shape[-1], width)
        return x @ w + weight(width)

    y = F.relu(norm(3, 16, x))
    z = norm(3, 16, y)
    y = F.relu(y + norm(3, 16, F.relu(z)))
    z = norm(3, 16, y)
    z = z + layer(pooled(F.relu(z)), 16)[:, None, None, :]
    y = F.relu(y + norm(3, 16, F.relu(z)))
    value = F.relu(layer(F.relu(norm(1, 1, y)).flatten(1), 7))
    value = torch.tanh(layer(value, 1))
    policy = layer(F.relu(norm(1, 2, y)).flatten(1), 9)
    w = weight(1, 1, 16, 1)
    ownership = torch.tanh(rows(F.conv2d(images(y), w.permute(3, 2, 0, 1), weight(1)))).flatten(1)
    score = layer(pooled(y), 1)
    reply = layer(F.relu(norm(1, 2, y)).flatten(1), 9)
    yield c.line(torch.cat([policy, value, ownership, score, reply], 1))


def pooled(x):
    return torch.cat([x.mean((1, 2)), x.amax((1, 2))], 1)


def others():
    c = Case("spectralDense")
    x = c.input(4, 5)
    w = c.parameter("weight", 5, 3)
    b = c.parameter("bias", 3)
    # The older of PyTorch's two, which iterates in the order of the paper.
    layer = nn.Module()
    layer.train()
    before = torch.randn(3).to(torch.float32).to(torch.float64)
    layer.weight_orig, layer.weight_u, layer.weight_v = w.T, before.clone(), torch.zeros(5)
    sigma_weight = SpectralNorm(eps=1e-12).compute_weight(layer, do_power_iteration=True)
    c.state = {"direction": layer.weight_u}
    line = json.loads(c.line(x @ sigma_weight.T + b))
    line["stateBefore"] = {"direction": numbers(before)}
    yield json.dumps(line, separators=(",", ":"))
    c = Case("ensemblePerceptron")
    x = c.input(4, 5)
    y = x.expand(3, 4, 5)
    for i, (inputs, width) in enumerate([(5, 6), (6, 2)]):
        w = c.parameter(f"{i}.weight", 3, inputs, width)
        y = torch.baddbmm(c.parameter(f"{i}.bias", 3, 1, width), y, w)
        y = torch.tanh(y) if i == 0 else y
    yield c.line(y)


def operations():
    """Operations on their own; a second operand named "index" holds whole numbers."""
    unary = {
        "negate": lambda x: -x, "exp": torch.exp, "tanh": torch.tanh, "relu": F.relu, "abs": torch.abs,
        "squared": lambda x: x * x, "clamped": lambda x: x.clamp(-0.5, 0.7),
        "sum": lambda x: x.sum(1, keepdim=True), "mean": lambda x: x.mean(0, keepdim=True),
        "logSumExp": lambda x: torch.logsumexp(x, 1, keepdim=True),
        "logSoftmax": lambda x: F.log_softmax(x, 1), "transposed": lambda x: x.T * 1.0,
        "sliced": lambda x: x[:, 1:4] * 1.0, "padded": lambda x: F.pad(x, (2, 1)),
        "sortedDescending": lambda x: x.sort(1, descending=True)[0],
        "largest": lambda x: x.max(1, keepdim=True)[0], "top": lambda x: x.topk(2, 1)[0],
        "cumulativeSum": lambda x: x.cumsum(1), "cumulativeProduct": lambda x: x.cumprod(1),
    }
    for name, f in unary.items():
        c = Case("operation." + name)
        yield c.line(f(c.input(3, 5)))
    for name, f in {"log": torch.log, "sqrt": torch.sqrt}.items():
        c = Case("operation." + name)
        yield c.line(f(c.input(3, 5, scale=0.1, shift=2.0)))
    for name, f in {
        "add": torch.add, "subtract": torch.sub, "multiply": torch.mul, "maximum": torch.maximum,
        "minimum": torch.minimum, "select": lambda a, b: torch.where(a > 0, b, a * b),
    }.items():
        c = Case("operation." + name)
        yield c.line(f(c.input(3, 5), c.input(3, 5)))
    c = Case("operation.divide")
    yield c.line(c.input(3, 5) / c.input(3, 5, scale=0.2, shift=2.0))
    c = Case("operation.matmul")
    yield c.line(c.input(7, 5) @ c.input(5, 18))
    c = Case("operation.batchedMatmul")
    yield c.line(c.input(3, 4, 5) @ c.input(3, 5, 6))
    c = Case("operation.concatenate")
    yield c.line(torch.cat([c.input(3, 2), c.input(3, 4)], 1))
    c = Case("operation.rows")
    x, index = c.input(5, 3), c.input(values=torch.tensor([4.0, 0, 4, 2]))
    yield c.line(x[index.detach().long()])
    c = Case("operation.taking")
    x, index = c.input(3, 5), c.input(values=torch.tensor([[4.0, 0], [1, 1], [2, 3]]))
    yield c.line(x.gather(1, index.detach().long()))
    c = Case("operation.scattered")
    x, index = c.input(4, 3), c.input(values=torch.tensor([1.0, 0, 1, 4]))
    yield c.line(torch.zeros(5, 3).index_add(0, index.detach().long(), x))
    c = Case("operation.maximumPooled")
    yield c.line(rows(F.max_pool2d(images(c.input(2, 7, 6, 3)), 3, 2)))
    c = Case("operation.averagePooled")
    yield c.line(rows(F.avg_pool2d(images(c.input(2, 7, 6, 3)), 2, 2)))
    c = Case("operation.winograd")  # filters wide enough for the minimal filtering, at both edges
    x, w = c.input(1, 6, 7, 16, scale=0.3), c.input(3, 3, 16, 16, scale=0.3)
    yield c.line(rows(F.conv2d(images(x), w.permute(3, 2, 0, 1), padding=1)))


def optimizers():
    """Twelve steps on 0.5 sum (a w - t)^2 over a matrix [6, 10], a matrix [9, 4] and a vector [7]."""
    shapes = {"wide": (6, 10), "tall": (9, 4), "vector": (7,)}
    def single(*shape):
        return torch.randn(*shape).to(torch.float32).to(torch.float64)
    start = {k: single(*s) for k, s in shapes.items()}
    scale = {k: single(*s) for k, s in shapes.items()}
    target = {k: single(*s) for k, s in shapes.items()}
    rate = 0.05
    O = torch.optim
    rules = {
        "sgd": lambda p: O.SGD(p, rate),
        "sgd.momentum": lambda p: O.SGD(p, rate, momentum=0.9),
        "sgd.nesterov": lambda p: O.SGD(p, rate, momentum=0.9, nesterov=True),
        "adam": lambda p: O.Adam(p, rate),
        "adamw": lambda p: O.AdamW(p, rate, weight_decay=0.1),
        "amsgrad": lambda p: O.Adam(p, rate, betas=(0.9, 0.5), amsgrad=True),
        "rmsprop": lambda p: O.RMSprop(p, rate),
        "rmsprop.momentum": lambda p: O.RMSprop(p, rate, alpha=0.9, eps=1e-5, momentum=0.9),
        "rmsprop.centered": lambda p: O.RMSprop(p, rate, eps=1e-3, centered=True),
    }
    yield json.dumps(
        {"start": {k: numbers(v) for k, v in start.items()},
         "scale": {k: numbers(v) for k, v in scale.items()},
         "target": {k: numbers(v) for k, v in target.items()}, "rate": rate, "steps": 12},
        separators=(",", ":"))
    def descend(optimizers, weights):
        for _ in range(12):
            loss = sum(((scale[k] * weights[k] - target[k]) ** 2).sum() / 2 for k in weights)
            for o in optimizers:
                o.zero_grad()
            loss.backward()
            for o in optimizers:
                o.step()
        return {k: numbers(v) for k, v in weights.items()}
    for name, make in rules.items():
        weights = {k: v.clone().requires_grad_() for k, v in start.items()}
        result = descend([make(list(weights.values()))], weights)
        yield json.dumps({"case": name, "weights": result}, separators=(",", ":"))
    # AdamW with decay of matrices alone.
    weights = {k: v.clone().requires_grad_() for k, v in start.items()}
    groups = [{"params": [weights["wide"], weights["tall"]], "weight_decay": 0.1},
              {"params": [weights["vector"]], "weight_decay": 0.0}]
    yield json.dumps(
        {"case": "adamw.matrices", "weights": descend([O.AdamW(groups, rate)], weights)},
        separators=(",", ":"))
    # Muon, with its Newton-Schulz steps in full precision: PyTorch's round to bfloat16.
    import torch.optim._muon as muon
    def newton_schulz(g, coefficients, steps, eps):
        a, b, c = coefficients
        x = g.T if g.size(0) > g.size(1) else g
        x = x / (x.norm() + 1e-7)
        for _ in range(steps):
            s = x @ x.T
            x = a * x + (b * s + c * s @ s) @ x
        return x.T if g.size(0) > g.size(1) else x
    muon._zeropower_via_newtonschulz = newton_schulz
    weights = {k: v.clone().requires_grad_() for k, v in start.items()}
    both = [
        O.Muon([weights["wide"], weights["tall"]], rate, weight_decay=0.1, momentum=0.95,
               adjust_lr_fn="match_rms_adamw"),
        O.AdamW([weights["vector"]], rate, weight_decay=0.1)]
    yield json.dumps({"case": "muon", "weights": descend(both, weights)}, separators=(",", ":"))


def main():
    torch.manual_seed(1)
    command = f"Scripts/pytorch-layers.py FOLDER, PyTorch {torch.__version__}"
    makers = [activations, recurrents, convolutions, batch_norms, norms, embeddings, attentions,
              blocks, others]
    with open(FOLDER + "/layers.jsonl", "w", encoding="utf-8") as file:
        print(json.dumps({"command": command}), file=file)
        for maker in makers:
            for line in maker():
                print(line, file=file)
        with torch.random.fork_rng():  # what follows draws as before
            for line in operations():
                print(line, file=file)
            for line in boards():
                print(line, file=file)
    with open(FOLDER + "/optimizers.jsonl", "w", encoding="utf-8") as file:
        print(json.dumps({"command": command}), file=file)
        for line in optimizers():
            print(line, file=file)


main()
