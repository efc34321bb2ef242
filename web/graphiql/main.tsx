// GraphiQL before a server that runs: for whoever develops with the API. No part of what is served in production.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

const place = document.getElementById('graphiql');
if (!place) throw new Error('index.html has the place');

const EXAMPLE = `# What everybody may ask. In the client of the same server you sign in, then you ask here as yourself;
# or give the header {"Authorization": "Bearer …"} with a token of yours.
{ publications(first: 5) { totalCount nodes { number school { name { ru en } } } } }
`;

async function fetcher(asked: object, how?: { headers?: Record<string, string> }) {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...how?.headers },
    body: JSON.stringify(asked),
  });
  return answer.json();
}

createRoot(place).render(<GraphiQL fetcher={fetcher} defaultQuery={EXAMPLE} />);
