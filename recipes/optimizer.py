"""Muon for the matrices inside the layers, Adam for the rest, on 32-bit copies of 16-bit weights: a third of the steps
that Adam alone needs, and the multiplications stay in the fast 16-bit path."""

import torch

_NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)


def orthogonalised(matrix: torch.Tensor, rounds: int = 5) -> torch.Tensor:
    """The nearest matrix with equal singular values, for one matrix or a stack of them."""
    a, b, c = _NEWTON_SCHULZ
    tall = matrix.shape[-2] > matrix.shape[-1]
    x = (matrix.mT if tall else matrix).bfloat16()
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(rounds):
        gram = x @ x.mT
        x = a * x + (b * gram + c * gram @ gram) @ x
    return (x.mT if tall else x).float()


class Optimizer:
    """Call `step` after `backward`; `scale` is the schedule's factor of the learning rate."""

    def __init__(self, model: torch.nn.Module, muon_rate: float, adam_rate: float):
        self.muon_rate, self.adam_rate, self.count = muon_rate, adam_rate, 0
        self.weights = dict(model.named_parameters())
        self.masters = {name: weight.detach().float().clone() for name, weight in self.weights.items()}
        self.first = {name: torch.zeros_like(master) for name, master in self.masters.items()}
        self.second = {name: torch.zeros_like(master) for name, master in self.masters.items() if not self._is_muon(name)}

    def _is_muon(self, name: str) -> bool:
        return self.masters[name].ndim >= 2 and "embed" not in name and "mlp.gate.weight" not in name

    @torch.no_grad()
    def step(self, scale: float) -> None:
        self.count += 1
        norm = torch.stack([weight.grad.float().norm() for weight in self.weights.values()]).norm().item()
        clip = min(1.0, 1.0 / (norm + 1e-6))
        for name, weight in self.weights.items():
            master, first = self.masters[name], self.first[name]
            gradient = weight.grad.float() * clip
            if self._is_muon(name):
                first.mul_(0.95).add_(gradient)
                update = orthogonalised(gradient.add(first, alpha=0.95))
                rate = self.muon_rate * scale * max(1.0, master.shape[-2] / master.shape[-1]) ** 0.5
                master.mul_(1 - 0.02 * rate).sub_(update, alpha=rate)
            else:
                second = self.second[name]
                first.lerp_(gradient, 0.1)
                second.lerp_(gradient.square(), 0.02)
                mean = first / (1 - 0.9**self.count)
                spread = (second / (1 - 0.98**self.count)).sqrt_().add_(1e-10)
                master.sub_(mean / spread, alpha=self.adam_rate * scale)
            weight.copy_(master)
            weight.grad = None

    def state(self) -> dict:
        return {"count": self.count, "masters": self.masters, "first": self.first, "second": self.second}

    @torch.no_grad()
    def load(self, state: dict) -> None:
        self.count, self.masters, self.first, self.second = (state[key] for key in ("count", "masters", "first", "second"))
        for name, weight in self.weights.items():
            weight.copy_(self.masters[name])
