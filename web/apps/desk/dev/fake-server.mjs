// The built desk on a pretended contact centre, under the same strict policy as the real server: for looking and measuring.
//   node dev/fake-server.mjs [port] [conversations] [quiet]
// POST /dev/arrive | /dev/offer | /dev/say?interaction=…&text=… | /dev/typing?interaction=… | /dev/busy?per_second=…&seconds=… | /dev/hang-up
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Site } from './site.mjs';
import { accept } from './sockets.mjs';

const [port = '4173', total = '100000', quiet] = process.argv.slice(2);
const STATIC = fileURLToPath(new URL('../../../../src/hoolin/server/static', import.meta.url));
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const site = new Site(Number(total));
const me = { account: 'account-1', agent: 'agent-1', name: 'Kristi Põld', role: 'agent', permissions: ['conversations.answer', 'conversations.see_all'], language: 'et', csrf: 'token' };
const desks = new Set();

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const answer = (status, value) => {
    response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(value === undefined ? '' : JSON.stringify(value));
  };
  if (url.pathname.startsWith('/dev/')) return answer(200, play(url) ?? {});
  if (url.pathname.startsWith('/api/v1/')) return api(request, url, body, answer, response);
  return file(url, response);
});

const signedIn = (request) => /(^|; )session=1/.test(request.headers.cookie ?? '');

function api(request, url, body, answer, response) {
  const path = url.pathname.slice('/api/v1'.length);
  const call = `${request.method} ${path}`;
  const json = () => JSON.parse(body.toString() || '{}');
  if (call === 'POST /session') {
    if (json().password !== 'demo') return answer(401, { code: 'wronglogin', status: 401 });
    response.setHeader('Set-Cookie', 'session=1; Path=/; HttpOnly; SameSite=Strict');
    return answer(200, me);
  }
  if (!signedIn(request)) return answer(401, { code: 'notloggedin', status: 401 });
  if (request.method !== 'GET' && request.headers['x-hoolin-csrf'] !== me.csrf) return answer(403, { code: 'forged' });
  if (call === 'GET /session') return answer(200, me);
  if (call === 'PATCH /session') return answer(200, Object.assign(me, json()));
  if (call === 'DELETE /session') {
    response.setHeader('Set-Cookie', 'session=; Path=/; Max-Age=0');
    return answer(204);
  }
  if (call === 'GET /conversations') return answer(200, site.page(url.searchParams.get('view'), Number(url.searchParams.get('offset')), Number(url.searchParams.get('limit')), me));
  if (call === 'GET /promises') return answer(200, { n: site.n ?? 0, at: Date.now(), total: 0, promises: [] });
  if (call === 'POST /attachments') return upload(request, body, answer);
  const [, kind, id, part] = path.split('/');
  if (kind === 'attachments') {
    const blob = site.blobs.get(id);
    if (!blob) return answer(404, { code: 'blob' });
    response.writeHead(200, { 'Content-Type': blob.media_type });
    return response.end(blob.bytes);
  }
  if (kind === 'customers') return answer(200, site.customer(id));
  if (kind !== 'conversations' || !site.row(id)) return answer(404, { code: 'interaction' });
  if (!part) return answer(200, site.conversation(id, me.account));
  if (part === 'messages') {
    const before = Number(url.searchParams.get('before'));
    return answer(200, { messages: site.messages(id).filter(({ ordinal }) => ordinal < before).slice(-50) });
  }
  if (part === 'draft') return draft(id, json(), answer);
  if (part === 'reasons') return answer(200, { suggested: [{ code: 'bill', likely: 0.8 }, { code: 'roaming', likely: 0.2 }], new: false, learning: false, causes: [], noted: [] });
  if (part === 'cause') return answer(200, { cause: 'cause-1', noted: ['cause-1'] });
  return answer(200, why(id));
}

function draft(id, { kind, text, revision }, answer) {
  const name = `${me.account} ${id} ${kind}`;
  const held = site.drafts.get(name);
  if (held && revision <= held.revision) return answer(409, { code: 'draft_newer', draft: held });
  site.drafts.set(name, { kind, text, revision, saved_at: Date.now() });
  return answer(200, site.drafts.get(name));
}

function why(id) {
  const row = site.row(id);
  const explanation = { chosen: row.agent ? { agent: row.agent, cost_ms: 1_200 } : null, others: row.agent ? [{ agent: 'agent-2', cost_ms: 14_000 }, { agent: 'agent-3', cost_ms: 31_000 }] : [], away: 2, unskilled: 5, full: 1, refused: 0, urgency_at: row.place_at, affinity_ms: row.agent ? 12_000 : 0, relaxed: 1 };
  return { interaction: id, state: row.state, place: row.agent ? null : 3, agent: row.agent, at: row.arrived_at, skills: { [`lang:${row.language}`]: 50, billing: 1 }, explanation };
}

function upload(request, body, answer) {
  const boundary = /boundary=(.+)$/.exec(request.headers['content-type'])[1];
  const at = body.indexOf('name="file"');
  const head = body.subarray(at, body.indexOf('\r\n\r\n', at)).toString('utf8');
  const bytes = body.subarray(body.indexOf('\r\n\r\n', at) + 4, body.indexOf(`\r\n--${boundary}`, at));
  const blob = `blob-${site.blobs.size + 1}`;
  const [, name] = /filename="(.*?)"/.exec(head);
  const [, media_type] = /Content-Type: (.*)/i.exec(head) ?? [null, 'application/octet-stream'];
  if (media_type.includes('msdownload')) return answer(415, { code: 'media_type' });
  site.blobs.set(blob, { bytes, media_type: media_type.trim(), size: bytes.length });
  return answer(200, { blob, name, media_type: media_type.trim(), size: bytes.length });
}

async function file(url, response) {
  let path = normalize(join(STATIC, url.pathname));
  if (url.pathname.endsWith('/')) path = join(path, 'index.html');
  const encodings = /\bbr\b/.test('br') ? ['.br', ''] : [''];
  for (const extra of encodings) {
    const bytes = path.startsWith(STATIC) && (await readFile(path + extra).catch(() => null));
    if (!bytes) continue;
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream', 'Content-Security-Policy': POLICY, ...(extra ? { 'Content-Encoding': 'br' } : {}) });
    return response.end(bytes);
  }
  response.writeHead(404).end();
}

function play(url) {
  const asked = Object.fromEntries(url.searchParams);
  if (url.pathname === '/dev/arrive') return { interaction: site.arrive() };
  if (url.pathname === '/dev/offer') return { offered: site.offer(asked.interaction ?? site.arrive(), 'agent-1', Number(asked.ms ?? 20_000)) };
  if (url.pathname === '/dev/say') return { n: site.says(asked.interaction, asked.text) };
  if (url.pathname === '/dev/typing') for (const desk of desks) desk.send({ type: 'typing', interaction: asked.interaction, on: true });
  if (url.pathname === '/dev/hang-up') for (const desk of desks) desk.close();
  if (url.pathname === '/dev/busy') busy(Number(asked.per_second), Number(asked.seconds));
}

/** So many facts a second, about conversations that wait. */
function busy(perSecond, seconds) {
  const end = Date.now() + seconds * 1_000;
  let owed = 0;
  const timer = setInterval(() => {
    if (Date.now() > end) return clearInterval(timer);
    for (owed += perSecond / 50; owed >= 1; owed -= 1) site.says(`live-${4 + (site.n % 5)}`, `message ${site.n}`);
  }, 20);
}

server.on('upgrade', (request, socket) => {
  if (!signedIn(request)) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  const listen = (frame) => desk.send(frame);
  const desk = accept(request, socket, {
    gone: () => (desks.delete(desk), site.listeners.delete(listen)),
    hear(frame) {
      if (frame.type === 'ping') desk.send({ type: 'pong' });
      if (frame.type === 'hello') {
        if (frame.since === null || frame.since > site.n) desk.send({ type: 'snapshot', n: site.n, desk: site.desk(me) });
        else for (const fact of site.facts) if (fact.n > frame.since) desk.send(fact);
        site.listeners.add(listen);
      }
      if (frame.type === 'do') {
        const { n, code } = site.do(frame.key, frame.command, me);
        desk.send(code ? { type: 'refused', key: frame.key, code, detail: {} } : { type: 'accepted', key: frame.key, n });
      }
    },
  });
  desks.add(desk);
});

if (!quiet) setInterval(() => site.live.size < 60 && site.arrive(), 15_000).unref();
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/desk/  (any name, password demo)`));
