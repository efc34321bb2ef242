// A real OpenID provider on 127.0.0.1 for tests: anybody named in PEOPLE signs in without a word, and it can be told to lie.
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

const port = Number(process.env.PROVIDER_PORT);
const issuer = `http://127.0.0.1:${port}`;
const people = JSON.parse(process.env.PEOPLE);

async function key(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: randomUUID() };
}
const keys = [await key('RS256'), await key('ES256')];

// What the next ID token claims instead of the truth, still signed with the provider's own key: POST /lie {claims}.
let lie = null;

const provider = new Provider(issuer, {
  jwks: { keys },
  clients: [
    {
      client_id: 'areopag',
      client_secret: process.env.CLIENT_SECRET,
      redirect_uris: [process.env.REDIRECT_URI],
      post_logout_redirect_uris: [process.env.LOGOUT_URI],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  cookies: { keys: [randomUUID()] },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  interactions: { url: (_ctx, interaction) => `/login/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const { client, session } = ctx.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid email');
    await grant.save();
    return grant;
  },
});

async function text(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

provider.use(async (ctx, next) => {
  if (ctx.path === '/lie') {
    lie = JSON.parse(await text(ctx.req));
    ctx.status = 204;
    return;
  }
  if (ctx.path.startsWith('/login/')) {
    const login = new URLSearchParams(ctx.querystring).get('as');
    const answer = people[login]
      ? { login: { accountId: login, amr: ['pwd'] } }
      : { error: 'access_denied', error_description: 'cancelled' };
    ctx.respond = false;
    await provider.interactionFinished(ctx.req, ctx.res, answer);
    return;
  }
  await next();
  if (ctx.path === '/token' && ctx.body?.id_token && lie) ctx.body.id_token = await retold(ctx.body.id_token);
});

async function retold(token) {
  const [header, payload] = token.split('.', 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  const { forged, ...claims } = lie;
  lie = null;
  const jwk = forged ? await key('RS256') : keys.find(({ kid }) => kid === header.kid);
  const { kid, alg } = forged ? header : jwk;
  return new SignJWT({ ...payload, ...claims }).setProtectedHeader({ alg, kid }).sign(await importJWK(jwk, alg));
}

provider.listen(port, '127.0.0.1', () => console.log('listening', createHash('sha256').update(keys[0].n).digest('hex')));
