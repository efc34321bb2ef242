// Runs the audits of GraphQL over HTTP against the server at the address given; writes what each found.
import { auditServer } from 'graphql-http';

const found = await auditServer({ url: process.argv[2], fetchFn: fetch });
console.log(JSON.stringify(found.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
