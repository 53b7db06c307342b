curl https://api.example.com/v1/rerank \
  -H "Authorization: Bearer sk-xxx" \
  -H "Content-Type: application/json" \
  -d '{
    "model": "BAAI/bge-reranker-v2-m3",
    "query": "What is a vector database",
    "documents": [
      "A vector database stores high-dimensional vectors and finds the nearest of them",
      "Relational databases keep rows in tables and are asked in SQL",
      "Embeddings are vectors that stand for the meaning of a text"
    ],
    "top_n": 2,
    "return_documents": true
  }'
