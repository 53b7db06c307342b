"""`POST /v1/rerank` on Ray Serve: replicas of a CrossEncoder, behind an ingress that asks another replica if one dies.

    pip install -r requirements.txt
    MODEL=BAAI/bge-reranker-v2-m3 serve run app:app
"""

import asyncio
import os

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field
from ray import serve
from ray.exceptions import RayActorError
from ray.serve.exceptions import BackPressureError
from ray.serve.handle import DeploymentHandle
from sentence_transformers import CrossEncoder

MODEL = os.environ.get("MODEL", "BAAI/bge-reranker-v2-m3")
REPLICAS = int(os.environ.get("REPLICAS", "2"))
TRIES = 10  # with pauses of 0.2 s, 0.4 s and so on, 2 s at most: a replica that died is back within seconds


class Request(BaseModel):
    """What webrerank sends to an upstream."""

    query: str = Field(min_length=1)
    documents: list[str] = Field(min_length=1)
    model: str | None = None
    top_n: int | None = Field(default=None, ge=1)


@serve.deployment(num_replicas=REPLICAS, max_ongoing_requests=4, ray_actor_options={"num_cpus": 0.5})
class Scorer:
    """One model in a process of its own."""

    def __init__(self) -> None:
        self.model = CrossEncoder(MODEL)

    def score(self, query: str, documents: list[str]) -> list[float]:
        """Scores between 0 and 1, one for each document."""
        return self.model.predict([(query, document) for document in documents]).tolist()


api = FastAPI()


@serve.deployment(max_ongoing_requests=64, ray_actor_options={"num_cpus": 0})
@serve.ingress(api)
class Ingress:
    """Scoring changes nothing, so a request that was lost with its replica can be sent again."""

    def __init__(self, scorer: DeploymentHandle) -> None:
        self.scorer = scorer

    @api.get("/health")
    def health(self) -> str:
        return "ok"

    @api.post("/v1/rerank")
    async def rerank(self, request: Request) -> dict:
        scores = await self.score(request.query, request.documents)
        order = sorted(range(len(scores)), key=lambda i: -scores[i])[: request.top_n]
        return {
            "model": MODEL,
            "results": [{"index": i, "relevance_score": scores[i]} for i in order],
        }

    async def score(self, query: str, documents: list[str]) -> list[float]:
        for attempt in range(TRIES):
            try:
                return await self.scorer.score.remote(query, documents)
            except (RayActorError, BackPressureError):
                await asyncio.sleep(min(2.0, 0.2 * 2**attempt))
        raise HTTPException(503, "no replica answered")


app = Ingress.bind(Scorer.bind())
