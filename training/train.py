"""Step 4: listwise fine-tuning, one positive against hard and random negatives. Resumes from its checkpoint.

Where steps are small, several processes of one thread use the cores of a CPU better than one process of several threads:
with --processes N, each trains on samples of its own, and every `train.sync` steps their weights are averaged (local SGD,
Stich 2019).
"""

import contextlib
import math
import time

import numpy as np
import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing
import torch.nn.functional as F

from common import arguments, say
from data import Stream
from model import add_noise, build, load


def optimizer(model, t):
    embeddings = [p for n, p in model.named_parameters() if "word_embeddings" in n]
    plain = [p for n, p in model.named_parameters() if p.dim() < 2 or ("_embeddings" in n and "word" not in n)]
    rest = [p for n, p in model.named_parameters() if p.dim() > 1 and "_embeddings" not in n]
    return torch.optim.AdamW(
        [
            {"params": rest, "weight_decay": t["weight_decay"], "share": 1.0},
            {"params": plain, "weight_decay": 0.0, "share": 1.0},
            {"params": embeddings, "weight_decay": 0.0, "share": t["lr_embedding"]},
        ],
        lr=t["lr"],
        betas=(0.9, 0.98),
        eps=1e-7,
    )


def losses(y, smoothing, share):
    """Listwise cross-entropy, and a little pointwise loss so that scores compare across queries."""
    n = y.shape[1]
    target = torch.full_like(y, smoothing / n)
    target[:, 0] += 1 - smoothing
    listwise = -(target * torch.log_softmax(y, 1)).sum(1).mean()
    truth = torch.zeros_like(y)
    truth[:, 0] = 1
    pointwise = F.binary_cross_entropy_with_logits(y, truth, pos_weight=torch.tensor(n - 1.0, device=y.device))
    return listwise + share * pointwise


def distil(y, teacher):
    """The student's list of scores against a teacher's, as distributions."""
    return F.kl_div(torch.log_softmax(y, 1), torch.softmax(teacher, 1), reduction="batchmean")


def average(model, spent):
    """All processes go on with the mean of their weights, and with the first one's clock."""
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


def main():
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


def train(rank, a, s):
    t = s["train"]
    together = a.processes > 1
    if together:
        distributed.init_process_group("gloo", f"tcp://127.0.0.1:{a.port}", rank=rank, world_size=a.processes)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(t["threads"])
    model = build(s["model"], s["tokenizer"]["vocab_size"], np.load(a.out / "embeddings.npy"))
    if a.start:
        model.load_state_dict(torch.load(a.out / a.start, map_location="cpu")["ema"])
    model.to(device).train()
    opt = optimizer(model, t)
    teacher = load(a.out / a.teacher).to(device).eval() if a.teacher else None
    ema = {k: v.clone() for k, v in model.state_dict().items()}
    path, step, spent = a.out / f"{a.name}.pt", 0, 0.0
    if path.exists():
        c = torch.load(path, map_location=device)
        model.load_state_dict(c["model"])
        opt.load_state_dict(c["optimizer"])
        ema, step, spent = c["ema"], c["step"], c["spent"]
        say("resumed at step", step)

    def done():
        return step / t["max_steps"] if t["max_steps"] else spent / (60 * t["minutes"])

    def plan(_):  # share of synthetic queries and pair length, as the run goes on
        x = min(done(), 0.999)
        return t["synthetic"] * (1 - x * 2 / 3), t["lengths"][int(x * len(t["lengths"]))]

    def save():
        torch.save(
            {
                "model": model.state_dict(),
                "ema": ema,
                "optimizer": opt.state_dict(),
                "step": step,
                "spent": spent,
                "settings": s,
            },
            path.with_suffix(".tmp"),
        )
        path.with_suffix(".tmp").replace(path)

    stream = iter(
        torch.utils.data.DataLoader(
            Stream(a.out, s, s["seed"] + step + 7919 * rank, plan, a.mined),
            batch_size=None,
            num_workers=t.get("workers", 0),
        )
    )
    mixed = (lambda: torch.autocast(device, dtype=torch.bfloat16)) if t.get("bf16", True) else contextlib.nullcontext
    seen, noisy, saved, first_step = [0.0, 0.0, 0.0], False, time.time(), step
    total = t["queries"] * t["documents"]
    say(sum(p.numel() for p in model.parameters()), "parameters on", device)
    while done() < 1 or (together and step % t["sync"]):  # processes end at the same step
        began, x = time.time(), done()
        if x >= t["noise_from"] and not noisy:
            add_noise(model, t["noise_bits"])
            noisy = True
        rate = min(1, x / t["warm_up"] + 0.01) * (0.5 + 0.5 * math.cos(math.pi * x)) * 0.97 + 0.01
        for g in opt.param_groups:
            g["lr"] = t["lr"] * rate * g["share"]
        parts = next(stream)
        opt.zero_grad(set_to_none=True)
        order = torch.cat([p[0] for p in parts]).to(device)

        def scores(network):  # piece by piece, back in the order of queries and documents
            with mixed():
                ys = [network(*[i.to(device) for i in inputs])[:, 0].float() for _, *inputs in parts]
            flat = torch.zeros(total, device=device).index_put((order,), torch.cat(ys))
            return flat.view(t["queries"], t["documents"])

        y = scores(model)
        loss = losses(y, t["label_smoothing"], t["pointwise"])
        if teacher:
            with torch.no_grad():
                wanted = scores(teacher)
            loss = (1 - t["teacher"]) * loss + t["teacher"] * distil(y, wanted)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), t["clip"])
        opt.step()
        step += 1
        keep = min(t["ema"], (1 + step) / (10 + step))
        if step % 4 == 0:
            with torch.no_grad():
                for k, v in model.state_dict().items():
                    ema[k].lerp_(v, 1 - keep**4)
        took = time.time() - began
        spent += took
        if together and step % t["sync"] == 0:
            spent = average(model, spent)
        first = (y.argmax(1) == 0).float().mean().item()
        w = max(0.01, 1 / (step - first_step))
        seen = [o + w * (n - o) for o, n in zip(seen, (loss.item(), first, total / took))]
        if rank == 0 and step % t.get("log_steps", 50) == 0:
            say(
                f"step {step} queries {step * t['queries']} loss {seen[0]:.3f} first {seen[1]:.3f} "
                f"pairs/s {seen[2]:.0f} done {x:.3f}"
            )
        if rank == 0 and time.time() - saved > t["save_seconds"]:
            save()
            saved = time.time()
    if rank == 0:
        save()


if __name__ == "__main__":
    main()
