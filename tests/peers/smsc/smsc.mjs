// An SMSC for tests: the protocol is node-smpp's, the behaviour is what the control port asks for.
//
//   node smsc.mjs            prints {"smpp": port, "control": port} and ends when its standard input does
//
// Control (HTTP, JSON): POST /set {…} changes how it behaves, POST /mo [{…}] brings messages from people, POST /drop cuts all
// connections, POST /unbind says goodbye on all, GET /state tells what happened. Messages from people are kept until an ESME has
// answered them well, and come again after a reconnect, as a real SMSC does it.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const smpp = createRequire(import.meta.url)('smpp');

// node-smpp reads a PDU into fields; tests also want the octets as they came.
const fromBuffer = smpp.PDU.prototype.fromBuffer;
smpp.PDU.prototype.fromBuffer = function (buffer) {
  fromBuffer.call(this, buffer);
  Object.defineProperty(this, 'octets', { value: buffer, enumerable: false });
};

const DEFAULTS = {
  password: 'secret', // anything else: 0x0E
  bindStatus: 0, // refuse every bind with this
  hangUp: false, // end the connection instead of answering a bind
  throttle: 0, // answer the next n submits with 0x58
  every: 0, // and every nth with 0x58
  perSecond: 0, // more than so many a second: 0x58
  status: 0, // answer submits with this
  statusAt: 0, // only the nth submit from now gets `status`
  silent: 0, // leave the next n submits without an answer
  lateMs: 0, // answer submits so late
  dropAfter: 0, // cut the connection on the nth submit from now, having taken it
  mute: false, // answer no enquire_link
  receipts: 'none', // none | before | after: a receipt before or after the answer
  receiptForm: 'both', // both | text | tlv
  receiptStates: ['DELIVRD'],
  echoReference: false,
  ids: 'same', // same | hex_then_decimal | decimal_then_hex
  route: false, // a submit is delivered to whoever else is bound to receive
  record: true,
  moWindow: 10,
};
const STATE_NUMBERS = { ENROUTE: 1, DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, UNKNOWN: 7, REJECTD: 8 };

let behaviour = { ...DEFAULTS };
let nextId = 1000;
const submitted = [];
const counts = { submits: 0, accepted: 0, throttled: 0, binds: 0, enquiries: 0, delivered: 0, redelivered: 0, refused: 0 };
const sessions = new Set();
const queue = []; // messages from people: {id, fields, acked, status, tries, onWire}
let rate = { second: 0, count: 0 };

const server = smpp.createServer((session) => {
  session.kind = '';
  session.socket.setNoDelay(true);
  sessions.add(session);
  session.on('error', () => session.destroy());
  session.on('close', () => {
    sessions.delete(session);
    for (const one of queue) if (one.onWire === session) one.onWire = null;
    pump();
  });
  for (const kind of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) {
    session.on(kind, (pdu) => bind(session, kind, pdu));
  }
  session.on('submit_sm', (pdu) => submit(session, pdu));
  session.on('enquire_link', (pdu) => {
    counts.enquiries += 1;
    if (!behaviour.mute) session.send(pdu.response());
  });
  session.on('unbind', (pdu) => {
    session.kind = '';
    session.send(pdu.response());
    session.close();
  });
});

function bind(session, kind, pdu) {
  counts.binds += 1;
  if (behaviour.hangUp) return session.destroy();
  const status = behaviour.bindStatus || (pdu.password === behaviour.password ? 0 : 0x0e);
  session.send(pdu.response({ system_id: 'smsc', command_status: status }));
  if (status) return;
  session.kind = kind;
  session.systemId = pdu.system_id;
  pump();
}

const receives = (session) => session.kind === 'bind_transceiver' || session.kind === 'bind_receiver';

function tooFast() {
  if (behaviour.throttle > 0) return (behaviour.throttle -= 1), true;
  if (behaviour.every && counts.submits % behaviour.every === 0) return true;
  if (!behaviour.perSecond) return false;
  const second = Math.floor(Date.now() / 1000);
  if (rate.second !== second) rate = { second, count: 0 };
  rate.count += 1;
  return rate.count > behaviour.perSecond;
}

function submit(session, pdu) {
  counts.submits += 1;
  if (tooFast()) {
    counts.throttled += 1;
    return session.send(pdu.response({ command_status: 0x58 }));
  }
  if (behaviour.statusAt > 0) {
    behaviour.statusAt -= 1;
    if (behaviour.statusAt === 0) {
      const { status } = behaviour;
      behaviour.status = 0;
      return session.send(pdu.response({ command_status: status }));
    }
  } else if (behaviour.status) return session.send(pdu.response({ command_status: behaviour.status }));
  counts.accepted += 1;
  const id = String(nextId++);
  const [answered, receipted] = written(id);
  if (behaviour.record) submitted.push(record(pdu, answered));
  if (behaviour.route) route(pdu, session.systemId);
  if (behaviour.dropAfter > 0 && --behaviour.dropAfter === 0) return session.destroy();
  if (behaviour.silent > 0) {
    behaviour.silent -= 1;
    return;
  }
  const wanted = pdu.registered_delivery && behaviour.receipts !== 'none';
  if (wanted && behaviour.receipts === 'before') receipts(pdu, answered, receipted);
  const answer = () => {
    session.send(pdu.response({ message_id: answered }));
    if (wanted && behaviour.receipts === 'after') receipts(pdu, answered, receipted);
  };
  if (behaviour.lateMs) setTimeout(answer, behaviour.lateMs);
  else answer();
}

function written(id) {
  const hex = Number(id).toString(16).toUpperCase();
  if (behaviour.ids === 'hex_then_decimal') return [hex, id.padStart(10, '0')];
  if (behaviour.ids === 'decimal_then_hex') return [id, hex];
  return [id, id];
}

function record(pdu, id) {
  const text = pdu.message_payload ?? pdu.short_message;
  return {
    id,
    source: pdu.source_addr, source_ton: pdu.source_addr_ton, source_npi: pdu.source_addr_npi,
    dest: pdu.destination_addr, dest_ton: pdu.dest_addr_ton,
    data_coding: pdu.data_coding, esm_class: pdu.esm_class, registered: pdu.registered_delivery,
    message: typeof text?.message === 'string' ? text.message : (text?.message ?? Buffer.alloc(0)).toString('hex'),
    udh: (text?.udh ?? []).map((element) => Buffer.from(element).toString('hex')),
    sar: pdu.sar_total_segments ? [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum] : null,
    payload: pdu.message_payload !== undefined,
    reference: pdu.user_message_reference ?? null,
    octets: pdu.octets.toString('hex'),
  };
}

function receipts(pdu, answered, receipted) {
  const failureOnly = (pdu.registered_delivery & 3) === 2;
  for (const state of behaviour.receiptStates) {
    if (failureOnly && ['DELIVRD', 'ACCEPTD', 'ENROUTE'].includes(state)) continue;
    const fields = { source_addr: pdu.destination_addr, source_addr_ton: 1, source_addr_npi: 1, destination_addr: pdu.source_addr, esm_class: 4 };
    const text = `id:${receipted} sub:001 dlvrd:001 submit date:2611301200 done date:2611301201 stat:${state} err:000 text:`;
    if (behaviour.receiptForm !== 'tlv') fields.short_message = { message: Buffer.from(text, 'latin1') };
    if (behaviour.receiptForm !== 'text') {
      fields.receipted_message_id = answered;
      fields.message_state = STATE_NUMBERS[state];
    }
    if (behaviour.echoReference && pdu.user_message_reference !== undefined) fields.user_message_reference = pdu.user_message_reference;
    queue.push({ id: queue.length, fields, acked: false, tries: 0, onWire: null });
  }
  pump();
}

function route(pdu, from) {
  const octets = pdu.octets;
  const text = pdu.message_payload === undefined ? shortMessage(octets) : null;
  const fields = { source_addr: pdu.source_addr, source_addr_ton: pdu.source_addr_ton, source_addr_npi: pdu.source_addr_npi,
    destination_addr: pdu.destination_addr, dest_addr_ton: pdu.dest_addr_ton, esm_class: pdu.esm_class, data_coding: pdu.data_coding };
  if (text) fields.short_message = text;
  for (const name of ['sar_msg_ref_num', 'sar_total_segments', 'sar_segment_seqnum']) if (pdu[name] !== undefined) fields[name] = pdu[name];
  queue.push({ id: queue.length, fields, from, acked: false, tries: 0, onWire: null });
  pump();
}

/** The octets of short_message as they came, found without node-smpp's reading of them. */
function shortMessage(octets) {
  let at = 16;
  const text = () => { while (octets[at] !== 0) at += 1; at += 1; };
  text();
  at += 2; text();
  at += 2; text();
  at += 3; text(); text();
  at += 4;
  return octets.subarray(at + 1, at + 1 + octets[at]);
}

function pump() {
  const ready = [...sessions].filter(receives);
  if (!ready.length) return;
  let onWire = queue.filter((one) => one.onWire).length;
  for (const one of queue) {
    if (onWire >= behaviour.moWindow) return;
    if (one.acked || one.onWire) continue;
    const others = one.from === undefined ? ready : ready.filter((session) => session.systemId !== one.from);
    if (!others.length) continue;
    deliver(others[one.id % others.length], one);
    onWire += 1;
  }
}

function deliver(session, one) {
  one.onWire = session;
  one.tries += 1;
  counts[one.tries > 1 ? 'redelivered' : 'delivered'] += 1;
  const fields = { ...one.fields };
  if (typeof fields.hex === 'string') {
    fields.short_message = Buffer.from(fields.hex, 'hex');
    delete fields.hex;
  }
  if (typeof fields.payload === 'string') {
    fields.message_payload = Buffer.from(fields.payload, 'hex');
    delete fields.payload;
  }
  session.deliver_sm(fields, (answer) => {
    if (one.onWire !== session) return;
    one.onWire = null;
    one.status = answer.command_status;
    if (answer.command_status === 0) one.acked = true;
    else counts.refused += 1;
    if (one.acked) pump();
    else setTimeout(pump, 100);
  });
}

const control = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const body = pieces.length ? JSON.parse(Buffer.concat(pieces)) : null;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(act(request.url, body) ?? {}));
  });
});

function act(path, body) {
  if (path === '/set') behaviour = { ...behaviour, ...body };
  else if (path === '/reset') {
    behaviour = { ...DEFAULTS };
    submitted.length = 0;
    queue.length = 0;
    for (const name of Object.keys(counts)) counts[name] = 0;
    for (const session of sessions) session.destroy();
  } else if (path === '/mo') {
    for (const fields of body) queue.push({ id: queue.length, fields, acked: false, tries: 0, onWire: null });
    pump();
  } else if (path === '/drop') for (const session of sessions) session.destroy();
  else if (path === '/unbind') for (const session of sessions) session.unbind(() => session.close());
  else if (path === '/raw') for (const session of sessions) session.socket.write(Buffer.from(body.hex, 'hex'));
  else if (path === '/counts') return summary();
  else if (path === '/state') return { ...summary(), submitted, queue: queue.map(({ id, acked, status, tries }) => ({ id, acked, status, tries })) };
}

function summary() {
  const open = queue.filter((one) => !one.acked).length;
  return { ...counts, unacked: open, acked: queue.length - open, bound: [...sessions].filter((one) => one.kind).map((one) => one.kind) };
}

server.listen(0, '127.0.0.1', () => {
  control.listen(0, '127.0.0.1', () => {
    process.stdout.write(`${JSON.stringify({ smpp: server.address().port, control: control.address().port })}\n`);
  });
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
