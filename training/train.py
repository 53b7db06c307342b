"""Step 4: listwise fine-tuning, one positive against hard and random negatives. Resumes from its checkpoint.

Where steps are small, several processes of one thread use the cores of a CPU better than one process of several
threads: with --processes N, each trains on samples of its own, and every `train.sync` steps their weights are
averaged (local SGD, Stich 2019).
"""

import argparse
import contextlib
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, distributed, multiprocessing

from batches import Piece
from common import arguments, say
from data import Stream
from model import CrossEncoder, add_noise, build, load
from settings import Settings, TrainSettings


def optimizer(model: CrossEncoder, t: TrainSettings) -> torch.optim.AdamW:
    """AdamW in three groups: matrices decay, the rest does not, word vectors learn at a rate of their own."""
    embeddings = [p for n, p in model.named_parameters() if "word_embeddings" in n]
    plain = [p for n, p in model.named_parameters() if p.dim() < 2 or ("_embeddings" in n and "word" not in n)]
    rest = [p for n, p in model.named_parameters() if p.dim() > 1 and "_embeddings" not in n]
    groups = [
        {"params": rest, "weight_decay": t["weight_decay"], "share": 1.0},
        {"params": plain, "weight_decay": 0.0, "share": 1.0},
        {"params": embeddings, "weight_decay": 0.0, "share": t["lr_embedding"]},
    ]
    return torch.optim.AdamW(groups, lr=t["lr"], betas=(0.9, 0.98), eps=1e-7)


def losses(y: Tensor, smoothing: float, share: float) -> Tensor:
    """Listwise cross-entropy, and a little pointwise loss so that scores compare across queries.

    `y` are scores (queries, documents), the right document first; `share` is the pointwise loss's weight.
    """
    n = y.shape[1]
    target = torch.full_like(y, smoothing / n)
    target[:, 0] += 1 - smoothing
    listwise = -(target * torch.log_softmax(y, 1)).sum(1).mean()
    truth = torch.zeros_like(y)
    truth[:, 0] = 1
    pointwise = F.binary_cross_entropy_with_logits(y, truth, pos_weight=torch.tensor(n - 1.0, device=y.device))
    return listwise + share * pointwise


def distil(y: Tensor, teacher: Tensor) -> Tensor:
    """The student's list of scores against a teacher's, as distributions; both (queries, documents)."""
    return F.kl_div(torch.log_softmax(y, 1), torch.softmax(teacher, 1), reduction="batchmean")


def average(model: CrossEncoder, spent: float) -> float:
    """All processes go on with the mean of their weights, and with the first one's clock (seconds)."""
    n = distributed.get_world_size()
    with torch.no_grad():
        flat = torch.cat([p.reshape(-1) for p in model.parameters()])
        distributed.all_reduce(flat)
        flat /= n
        at = 0
        for p in model.parameters():
            p.copy_(flat[at : at + p.numel()].view_as(p))
            at += p.numel()
    clock = torch.tensor([spent], dtype=torch.float64)
    distributed.broadcast(clock, 0)
    return clock.item()


@dataclass
class Progress:
    """How far a run is: by its steps where `train.max_steps` is set, else by the clock."""

    t: TrainSettings
    step: int = 0
    spent: float = 0.0  # seconds of training, resumed ones included

    def done(self) -> float:
        """The share of the run that is done; 1 and more at its end."""
        t = self.t
        return self.step / t["max_steps"] if t["max_steps"] else self.spent / (60 * t["minutes"])

    def plan(self, _: Settings) -> tuple[float, int]:
        """Share of synthetic queries and pair length, as the run goes on."""
        t, x = self.t, min(self.done(), 0.999)
        return t["synthetic"] * (1 - x * 2 / 3), t["lengths"][int(x * len(t["lengths"]))]

    def rate(self) -> float:
        """The learning rate now, relative to `train.lr`: warm-up, then half a cosine."""
        x = self.done()
        return min(1, x / self.t["warm_up"] + 0.01) * (0.5 + 0.5 * math.cos(math.pi * x)) * 0.97 + 0.01


class Run:
    """What one process trains: the network, its optimizer, and the running average of its weights (`ema`)."""

    rank: int
    s: Settings
    t: TrainSettings
    together: bool  # several processes
    device: str
    model: CrossEncoder
    opt: torch.optim.AdamW
    teacher: CrossEncoder | None
    ema: dict[str, Tensor]
    path: Path  # the checkpoint
    progress: Progress
    noisy: bool  # activation noise is on
    seen: tuple[float, float, float]  # running means: loss, share of right documents that come first, pairs a second

    def __init__(self, rank: int, a: argparse.Namespace, s: Settings) -> None:
        t = s["train"]
        self.rank, self.s, self.t = rank, s, t
        self.together = a.processes > 1
        if self.together:
            address = f"tcp://127.0.0.1:{a.port}"
            distributed.init_process_group("gloo", address, rank=rank, world_size=a.processes)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        torch.set_num_threads(t["threads"])
        self.model = build(s["model"], s["tokenizer"]["vocab_size"], np.load(a.out / "embeddings.npy"))
        if a.start:
            self.model.load_state_dict(torch.load(a.out / a.start, map_location="cpu")["ema"])
        self.model.to(self.device).train()
        self.opt = optimizer(self.model, t)
        self.teacher = load(a.out / a.teacher).to(self.device).eval() if a.teacher else None
        self.ema = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.path, self.progress = a.out / f"{a.name}.pt", Progress(t)
        self.noisy, self.seen = False, (0.0, 0.0, 0.0)
        if self.path.exists():
            self.resume()

    def resume(self) -> None:
        """Goes on from the checkpoint."""
        c = torch.load(self.path, map_location=self.device)
        self.model.load_state_dict(c["model"])
        self.opt.load_state_dict(c["optimizer"])
        self.ema, self.progress.step, self.progress.spent = c["ema"], c["step"], c["spent"]
        say("resumed at step", self.progress.step)

    def save(self) -> None:
        """Writes the checkpoint beside the old one, then puts it in its place."""
        content = {
            "model": self.model.state_dict(),
            "ema": self.ema,
            "optimizer": self.opt.state_dict(),
            "step": self.progress.step,
            "spent": self.progress.spent,
            "settings": self.s,
        }
        torch.save(content, self.path.with_suffix(".tmp"))
        self.path.with_suffix(".tmp").replace(self.path)

    def batches(self, out: Path, mined: str | None) -> Iterator[list[Piece]]:
        """This process's batches, made by `train.workers` processes or, without any, by itself."""
        seed = self.s["seed"] + self.progress.step + 7919 * self.rank
        stream = Stream(out, self.s, seed, self.progress.plan, mined)
        return iter(torch.utils.data.DataLoader(stream, batch_size=None, num_workers=self.t.get("workers", 0)))

    def schedule(self) -> None:
        """Sets what changes as the run goes on: the learning rates, and the noise of its last part."""
        if self.progress.done() >= self.t["noise_from"] and not self.noisy:
            add_noise(self.model, self.t["noise_bits"])
            self.noisy = True
        rate = self.progress.rate()
        for g in self.opt.param_groups:
            g["lr"] = self.t["lr"] * rate * g["share"]

    def mixed(self) -> contextlib.AbstractContextManager:
        """bf16 where `train.bf16` is on."""
        on = self.t.get("bf16", True)
        return torch.autocast(self.device, dtype=torch.bfloat16) if on else contextlib.nullcontext()

    def scores(self, network: CrossEncoder, pieces: list[Piece]) -> Tensor:
        """Scores (queries, documents) of a batch: piece by piece, then back in the order of the batch."""
        order = torch.cat([p[0] for p in pieces]).to(self.device)
        with self.mixed():
            ys = [network(*[i.to(self.device) for i in inputs])[:, 0].float() for _, *inputs in pieces]
        queries, documents = self.t["queries"], self.t["documents"]
        flat = torch.zeros(queries * documents, device=self.device).index_put((order,), torch.cat(ys))
        return flat.view(queries, documents)

    def learn(self, pieces: list[Piece]) -> tuple[Tensor, Tensor]:
        """One step; gives the scores and the loss."""
        t = self.t
        self.opt.zero_grad(set_to_none=True)
        y = self.scores(self.model, pieces)
        loss = losses(y, t["label_smoothing"], t["pointwise"])
        if self.teacher:
            with torch.no_grad():
                wanted = self.scores(self.teacher, pieces)
            loss = (1 - t["teacher"]) * loss + t["teacher"] * distil(y, wanted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), t["clip"])
        self.opt.step()
        self.progress.step += 1
        self.update_average()
        return y, loss

    def update_average(self) -> None:
        """Every fourth step moves `ema` towards the weights, as four steps would."""
        step = self.progress.step
        keep = min(self.t["ema"], (1 + step) / (10 + step))
        if step % 4 == 0:
            with torch.no_grad():
                for k, v in self.model.state_dict().items():
                    self.ema[k].lerp_(v, 1 - keep**4)

    def report(self, y: Tensor, loss: Tensor, seconds: float, steps: int, done: float) -> None:
        """Adds a step to the running means, `steps` being the steps since the start, and prints them now and then."""
        step, queries = self.progress.step, self.t["queries"]
        first = (y.argmax(1) == 0).float().mean().item()
        w = max(0.01, 1 / steps)
        new = (loss.item(), first, queries * self.t["documents"] / seconds)
        mean_loss, mean_first, speed = self.seen = tuple(o + w * (n - o) for o, n in zip(self.seen, new, strict=True))
        if self.rank == 0 and step % self.t.get("log_steps", 50) == 0:
            say(
                f"step {step} queries {step * queries} loss {mean_loss:.3f} first {mean_first:.3f} "
                f"pairs/s {speed:.0f} done {done:.3f}"
            )

    def go_on(self) -> bool:
        """Whether there is one more step. Processes end at the same step."""
        return self.progress.done() < 1 or (self.together and self.progress.step % self.t["sync"] > 0)

    def train(self, batches: Iterator[list[Piece]]) -> None:
        """All steps to the end, with a checkpoint every `train.save_seconds`."""
        progress = self.progress
        saved, first_step = time.time(), progress.step
        while self.go_on():
            began, done = time.time(), progress.done()
            self.schedule()
            y, loss = self.learn(next(batches))
            took = time.time() - began
            progress.spent += took
            if self.together and progress.step % self.t["sync"] == 0:
                progress.spent = average(self.model, progress.spent)
            self.report(y, loss, took, progress.step - first_step, done)
            if self.rank == 0 and time.time() - saved > self.t["save_seconds"]:
                self.save()
                saved = time.time()
        if self.rank == 0:
            self.save()


def train(rank: int, a: argparse.Namespace, s: Settings) -> None:
    """Trains as process `rank` of --processes."""
    run = Run(rank, a, s)
    batches = run.batches(a.out, a.mined)
    say(sum(p.numel() for p in run.model.parameters()), "parameters on", run.device)
    run.train(batches)


def main() -> None:
    a, s = arguments(
        __doc__,
        name={"default": "model"},
        start={"help": "weights to start from"},
        mined={"help": "hard negatives found with a model (mine.py)"},
        teacher={"help": "checkpoint of a larger model to distil from"},
        processes={"type": int, "default": 1},
        port={"type": int, "default": 29511},
    )
    if a.processes > 1:
        multiprocessing.spawn(train, (a, s), nprocs=a.processes)
    else:
        train(0, a, s)


if __name__ == "__main__":
    main()
