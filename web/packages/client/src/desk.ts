/** How one frame changes a desk. Pure: the same desk and frame always give the same desk, and neither is changed.

The rules are prose in this package's README, so that any other reader of the journal can hold to them. */
import type { AgentLine, Desk, Fact, FactFrame, Offer, QueueLine, Row, SnapshotFrame } from './contract.ts';

const IN_LINE: readonly string[] = ['waiting', 'offered'];
const FOR_ANYONE: readonly string[] = ['arrived', 'waiting', 'offered'];
const OVER: readonly string[] = ['closed', 'abandoned', 'moved'];

/** Whether this agent answers for it. Nobody answers yet for what is only offered. */
export const isMine = (row: Row, agent: string | null): boolean =>
  agent !== null && row.agent === agent && !FOR_ANYONE.includes(row.state);
export const isOver = (row: Row): boolean => OVER.includes(row.state);
export const isInLine = (row: Row): boolean => IN_LINE.includes(row.state);

export function apply(desk: Desk, frame: SnapshotFrame | FactFrame): Desk {
  if (frame.type === 'snapshot') return frame.desk;
  const rows = rowsOf(frame).reduce((before, row) => withRow(before, row, desk.me.agent), desk.rows);
  const queues = withQueue(desk.queues, frame.fact);
  return {
    ...desk,
    rows,
    ...withRules(desk, frame.fact),
    agents: withAgent(desk.agents, frame),
    offers: withOffer(desk.offers, frame),
    queues: rows === desk.rows && queues === desk.queues ? queues : counted(queues, rows),
    counts: {
      mine: rows.filter((row) => isMine(row, desk.me.agent)).length,
      waiting: rows.filter(isInLine).length,
      all: desk.counts.all + (frame.fact.fact === 'interaction_arrived' ? 1 : 0),
      closed: desk.counts.closed + (closes(frame.fact) ? 1 : 0),
    },
  };
}

/** The rows that a frame tells of: of its conversation, or of those of its customer or case. */
export const rowsOf = ({ row, rows = [] }: FactFrame): Row[] => (row ? [row, ...rows] : rows);

const closes = (fact: Fact): boolean => fact.fact === 'interaction_closed' || fact.fact === 'interaction_abandoned';

const belongs = (row: Row, agent: string | null): boolean =>
  FOR_ANYONE.includes(row.state) || (isMine(row, agent) && !isOver(row));

/** A row that belongs here takes its old place, or the last; one that does not is dropped. */
function withRow(rows: Row[], row: Row, agent: string | null): Row[] {
  const at = rows.findIndex((other) => other.interaction === row.interaction);
  if (!belongs(row, agent)) return at < 0 ? rows : rows.toSpliced(at, 1);
  return at < 0 ? [...rows, row] : rows.with(at, row);
}

/** What the whole site goes by, as far as a desk shows it. */
function withRules(desk: Desk, fact: Fact): Pick<Desk, 'reasons' | 'presence_reasons' | 'languages'> {
  const { reasons, presence_reasons, languages } = fact.fact === 'site_set' ? (fact['rules'] as Desk) : desk;
  return { reasons, presence_reasons, languages };
}

/** An offer stands from `offer_made` until it is accepted or returned, or its conversation is no longer offered. */
function withOffer(offers: Offer[], frame: FactFrame): Offer[] {
  const { fact } = frame;
  const taken = rowsOf(frame).filter((row) => row.state !== 'offered').map((row) => row.interaction);
  const ended = (offer: Offer): boolean =>
    offer.offer === fact['offer'] ||
    (fact.fact === 'offer_made' && offer.interaction === fact.interaction) ||
    taken.includes(offer.interaction);
  const standing = offers.some(ended) ? offers.filter((offer) => !ended(offer)) : offers;
  if (fact.fact !== 'offer_made') return standing;
  const { offer, interaction, agent, expires_at } = fact as unknown as Offer;
  return [...standing, { offer, interaction, agent, expires_at }];
}

function withAgent(agents: AgentLine[], { fact, name }: FactFrame): AgentLine[] {
  const changed = (changes: Partial<AgentLine>, agent = fact.agent): AgentLine[] =>
    agents.map((line) => (line.agent === agent ? { ...line, ...changes } : line));
  switch (fact.fact) {
    case 'presence_changed':
      return changed({ presence: fact['presence'] as AgentLine['presence'], reason: String(fact['reason'] ?? '') });
    case 'agent_set': {
      const profile = fact['profile'] as { agent: string; skills?: Record<string, number> };
      const { agent, skills = {} } = profile;
      if (agents.some((line) => line.agent === agent)) return changed({ skills, ...(name && { name }) }, agent);
      return [...agents, { agent, name: name || agent, presence: 'offline', reason: '', active: 0, skills }];
    }
    case 'agent_retired':
      return agents.filter((line) => line.agent !== fact.agent);
    default:
      return agents;
  }
}

function withQueue(queues: QueueLine[], fact: Fact): QueueLine[] {
  if (fact.fact !== 'queue_set') return queues;
  // What the journal leaves out is the default of `QueueRules`.
  const { queue, target_ms = 30_000, target_share = 0.8 } = fact['rules'] as Pick<QueueLine, 'queue'> & Partial<QueueLine>;
  const line: QueueLine = { queue, waiting: 0, target_ms, target_share };
  const at = queues.findIndex((other) => other.queue === queue);
  return at < 0 ? [...queues, line] : queues.with(at, line);
}

/** Each queue's line, counted afresh from the rows: everybody who waits is among them. */
function counted(queues: QueueLine[], rows: Row[]): QueueLine[] {
  const waiting = new Map<string, number>();
  for (const row of rows) if (isInLine(row)) waiting.set(row.queue, (waiting.get(row.queue) ?? 0) + 1);
  return queues.map((line) => ({ ...line, waiting: waiting.get(line.queue) ?? 0 }));
}
