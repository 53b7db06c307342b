import requests

response = requests.post(
    "https://api.example.com/v1/rerank",
    headers={
        "Authorization": "Bearer sk-xxx",
        "Content-Type": "application/json"
    },
    json={
        "model": "BAAI/bge-reranker-v2-m3",
        "query": "What is a vector database",
        "documents": [
            "A vector database stores high-dimensional vectors and finds the nearest of them",
            "Relational databases keep rows in tables and are asked in SQL",
            "Embeddings are vectors that stand for the meaning of a text"
        ],
        "top_n": 2,
        "return_documents": True
    }
)

data = response.json()
for result in data["results"]:
    print(f"[{result['relevance_score']:.4f}] {result['document']['text']}")
