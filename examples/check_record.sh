curl -s https://areopag.example/published/1.json | sha256sum
curl -sI https://areopag.example/published/1.json | grep -i ^etag
