/** Calls beside the socket: for whom they are made, and what becomes of those that fail. */
import { expect, it } from 'vitest';
import { Problem, Rest, type Me } from '../src/index.ts';

interface Made {
  readonly call: string;
  readonly csrf: string | undefined;
}

/** A server with one session, whose token changes when somebody logs in in another window. */
class Server {
  readonly made: Made[] = [];
  csrf = 'first';
  account = 'mari';
  answers = (): Response => new Response(null, { status: 204 });
  readonly rest = new Rest(async (path, init) => {
    const csrf = (init.headers as Record<string, string>)['X-Hoolin-CSRF'];
    this.made.push({ call: `${init.method} ${path}`, csrf });
    if (init.method === 'GET') return Response.json(this.me);
    return csrf === this.csrf ? this.answers() : Response.json({ code: 'csrf' }, { status: 403 });
  });

  get me(): Me {
    return { account: this.account, csrf: this.csrf } as Me;
  }
}

function entered(): Server {
  const server = new Server();
  server.rest.as(server.me);
  return server;
}

it('Whoever logged in anew in another window goes on: the new token is asked for, and the call made once more.', async () => {
  const server = entered();
  server.csrf = 'second';
  await server.rest.logOut();
  await server.rest.setLanguage('ru');
  expect(server.made).toEqual([
    { call: 'DELETE /api/v1/session', csrf: 'first' },
    { call: 'GET /api/v1/session', csrf: undefined },
    { call: 'DELETE /api/v1/session', csrf: 'second' },
    { call: 'PATCH /api/v1/session', csrf: 'second' },
  ]);
});

it('Where somebody else logged in there, nothing is done in their name.', async () => {
  const server = entered();
  [server.csrf, server.account] = ['second', 'jaan'];
  await expect(server.rest.logOut()).rejects.toMatchObject({ code: 'csrf', status: 403 });
  expect(server.made.map(({ call }) => call)).toEqual(['DELETE /api/v1/session', 'GET /api/v1/session']);
});

it('A token that is refused again and again is asked for once.', async () => {
  const server = entered();
  server.answers = () => Response.json({ code: 'csrf' }, { status: 403 });
  await expect(server.rest.logOut()).rejects.toBeInstanceOf(Problem);
  expect(server.made.length).toBe(3);
});

it('A sound comes as it is, and a refusal of one says why.', async () => {
  const server = entered();
  server.answers = () => new Response(new Uint8Array([82, 73, 70, 70]));
  expect([...new Uint8Array(await server.rest.bytes('POST', '/flows/main/sound', { text: 'tere' }))]).toEqual([82, 73, 70, 70]);
  server.answers = () => Response.json({ code: 'no_voice' }, { status: 503 });
  await expect(server.rest.bytes('POST', '/flows/main/sound', {})).rejects.toMatchObject({ code: 'no_voice', status: 503 });
});

it('Nobody answers: that is a problem like any other.', async () => {
  const rest = new Rest(() => Promise.reject(new TypeError('network')));
  await expect(rest.session()).rejects.toMatchObject({ code: 'offline', status: 0 });
});

it('A number that somebody has typed stays one step of the path, whatever is in it.', async () => {
  const server = entered();
  await server.rest.conversation('../session?a=#b');
  await server.rest.messages('i/1', 4);
  expect(server.made.map(({ call }) => call)).toEqual([
    'GET /api/v1/conversations/..%2Fsession%3Fa%3D%23b',
    'GET /api/v1/conversations/i%2F1/messages?before=4&limit=50',
  ]);
});
