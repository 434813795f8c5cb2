/** Everything a person can do at the desk, once: buttons, shortcuts, the command bar and the list of keys all read this. */
import { messageId, type Mode, type State } from '@hoolin/client';
import { isSpoken, VOICE } from './channels.ts';
import type { IconName } from '@hoolin/ui/icons';
import type { Desk } from './state/desk.svelte.ts';
import type { Key } from './state/words.svelte.ts';
import { nextRegion } from './regions.ts';

export type Group = 'offer' | 'work' | 'write' | 'go' | 'page';

export interface Action {
  id: string;
  group: Group;
  keys: readonly string[];
  icon?: IconName;
  label: Key | ((desk: Desk) => Key);
  can(desk: Desk): boolean;
  run(desk: Desk, key: string): void;
}

const always = (): boolean => true;
const opened = ({ conversation }: Desk): boolean => conversation.interaction !== null;
const state = ({ conversation }: Desk): State | undefined => conversation.row?.state;
const mineIn =
  (...states: State[]) =>
  (desk: Desk): boolean =>
    desk.conversation.mine && states.includes(state(desk)!);
const mayWrite = (desk: Desk): boolean => opened(desk);

const reads = ({ phone, conversation: { row } }: Desk): boolean => !isSpoken(row!.channel) || phone.fromPage(row!.interaction);
const mayAnswer = (desk: Desk): boolean => mineIn('active', 'held', 'parked')(desk) && reads(desk);
const mayHold = (desk: Desk): boolean => mayAnswer(desk) && desk.delivers;

/** Whoever has the customer before them, by whatever channel, may promise and name prices. */
const mayPromise = mineIn('active', 'held', 'parked');

const learns = (desk: Desk): boolean => opened(desk) && desk.shared.session.can('coaching.learn');
/** Whether what is before us was said by ourselves: only that may we propose from here. */
const served = (desk: Desk): boolean => learns(desk) && desk.live.myAgent !== null && desk.conversation.row?.agent === desk.live.myAgent && state(desk) !== 'offered';

/** A caller holds the line: who is to wait for days is not kept there. */
const onTheLine = ({ conversation }: Desk): boolean => conversation.row?.channel === VOICE;
/** Whether the conversation before us is talked in on this page, as our own. */
const talking = ({ phone, conversation }: Desk): boolean =>
  phone.stage === 'up' && !phone.asking && phone.talks === conversation.interaction;
/** Whether the conversation before us is a call of somebody else's, in which we may take part. */
const supervises = (desk: Desk): boolean =>
  onTheLine(desk) && !desk.conversation.mine && ['active', 'held'].includes(state(desk)!) && desk.live.myAgent !== null && desk.shared.session.can('calls.supervise');
const supervise = (mode: Mode, key: string, icon: IconName): Action => ({
  id: `supervise.${mode}`,
  group: 'work',
  keys: [key],
  icon,
  label: `supervise.${mode}`,
  can: (desk) => supervises(desk) && !desk.supervision.of(desk.conversation.interaction!)?.off[mode],
  run: ({ supervision, conversation }) => void supervision.take(conversation.interaction!, mode),
});
const consulting = ({ phone }: Desk): boolean => phone.call?.legs.some(({ part }) => part === 'consulted') ?? false;
const mayJudge = ({ conversation, shared }: Desk): boolean => !!conversation.claim && shared.session.can('customers.edit');

function takeBack({ conversation, held, work }: Desk): void {
  const { interaction } = conversation;
  if (interaction && held) work.recall(interaction, messageId(interaction, held.ordinal));
}

const view = (number: number, name: 'mine' | 'waiting' | 'all' | 'closed'): Action => ({
  id: `view.${name}`,
  group: 'go',
  keys: [String(number)],
  label: `view.${name}`,
  can: (desk) => state(desk) !== 'wrap_up' || !desk.conversation.mine,
  run: (desk) => desk.inbox.show(name),
});

const several = (what: 'assign' | 'defer' | 'close', key: string, icon: IconName): Action => ({
  id: `bulk.${what}`,
  group: 'work',
  keys: what === 'assign' ? [key, 'a'] : [key],
  icon,
  label: `bulk.${what}`,
  can: ({ inbox }) => !!inbox.chosen?.size,
  run: (desk) => desk.doWithChosen(what),
});

export const ACTIONS: readonly Action[] = [
  several('assign', 't', 'transfer'),
  several('defer', 'z', 'later'),
  several('close', 'e', 'end'),
  {
    id: 'offer.accept',
    group: 'offer',
    keys: ['y', 'mod+shift+a'],
    icon: 'check',
    label: 'offer.accept',
    can: ({ live }) => live.offers.length > 0,
    run: (desk) => desk.accept(desk.live.offers[0]!),
  },
  {
    id: 'offer.decline',
    group: 'offer',
    keys: ['x', 'mod+shift+x'],
    icon: 'close',
    label: 'offer.decline',
    can: ({ live }) => live.offers.length > 0,
    run: (desk) => desk.work.decline(desk.live.offers[0]!),
  },
  {
    id: 'work.take',
    group: 'work',
    keys: ['i'],
    icon: 'take',
    label: 'work.take',
    can: (desk) => ['waiting', 'deferred'].includes(state(desk)!) && desk.live.myAgent !== null,
    run: (desk) => (desk.work.simple('take'), desk.write('reply')),
  },
  {
    id: 'work.hold',
    group: 'work',
    keys: ['h'],
    icon: 'hold',
    label: (desk) => (state(desk) === 'held' ? 'work.resume' : 'work.hold'),
    can: mineIn('active', 'held'),
    run: (desk) => desk.work.simple(state(desk) === 'held' ? 'resume' : 'hold'),
  },
  {
    id: 'work.park',
    group: 'work',
    keys: ['p'],
    icon: 'park',
    label: (desk) => (state(desk) === 'parked' ? 'work.unpark' : 'work.park'),
    can: (desk) => mineIn('active', 'held', 'parked')(desk) && !onTheLine(desk),
    run: (desk) => desk.work.simple(state(desk) === 'parked' ? 'unpark' : 'park'),
  },
  {
    id: 'work.transfer',
    group: 'work',
    keys: ['t', 'a'],
    icon: 'transfer',
    label: 'work.transfer',
    can: mineIn('active', 'held', 'parked'),
    run: (desk) => desk.show('transfer'),
  },
  {
    id: 'work.defer',
    group: 'work',
    keys: ['z'],
    icon: 'later',
    label: 'work.defer',
    can: (desk) => (mineIn('active', 'held')(desk) || state(desk) === 'deferred') && !onTheLine(desk),
    run: (desk) => desk.show('defer'),
  },
  {
    id: 'work.end',
    group: 'work',
    keys: ['e'],
    icon: 'end',
    label: 'work.end',
    can: mineIn('active', 'held', 'parked'),
    run: (desk) => desk.work.simple('start_wrap_up'),
  },
  {
    id: 'work.back',
    group: 'work',
    keys: ['h'],
    icon: 'back',
    label: 'work.back',
    can: mineIn('wrap_up'),
    run: (desk) => desk.work.simple('resume'),
  },
  {
    id: 'call.mute',
    group: 'work',
    keys: ['m'],
    icon: 'mute',
    label: ({ phone }) => (phone.muted ? 'call.unmute' : 'call.mute'),
    can: ({ phone }) => phone.stage === 'up',
    run: ({ phone }) => phone.mute(),
  },
  {
    id: 'call.consult',
    group: 'work',
    keys: ['q'],
    icon: 'people',
    label: 'call.consult',
    can: (desk) => talking(desk) && !consulting(desk),
    run: (desk) => desk.show('consult'),
  },
  {
    id: 'call.confer',
    group: 'work',
    keys: ['q'],
    icon: 'people',
    label: 'call.confer',
    can: (desk) => talking(desk) && !desk.phone.call?.together && !desk.phone.call?.off.conference && (desk.phone.call?.legs.some(({ part, up }) => part === 'consulted' && up) ?? false),
    run: ({ phone }) => phone.confer(),
  },
  supervise('listen', 'l', 'sound'),
  supervise('whisper', 'b', 'chat'),
  supervise('barge', 't', 'people'),
  {
    id: 'supervise.leave',
    group: 'work',
    keys: ['e'],
    icon: 'close',
    label: 'supervise.leave',
    can: (desk) => supervises(desk) && desk.supervision.interaction === desk.conversation.interaction,
    run: ({ supervision }) => supervision.leave(),
  },
  { id: 'call.dial', group: 'go', keys: ['mod+shift+d'], icon: 'phone', label: 'call.dial', can: (desk) => desk.shared.session.can('calls.dial'), run: (desk) => desk.show('dial') },
  { id: 'call.sound', group: 'page', keys: ['mod+shift+s'], icon: 'sound', label: 'call.sound', can: ({ live }) => live.myAgent !== null, run: (desk) => desk.show('sound') },
  {
    id: 'claim.confirm',
    group: 'work',
    keys: ['f'],
    icon: 'people',
    label: 'claim.confirm',
    can: mayJudge,
    run: (desk) => void desk.answerClaim(desk.conversation.claim!, 'confirm'),
  },
  {
    id: 'claim.refuse',
    group: 'work',
    keys: ['d'],
    icon: 'close',
    label: 'claim.refuse',
    can: mayJudge,
    run: (desk) => void desk.answerClaim(desk.conversation.claim!, 'refuse'),
  },
  { id: 'work.why', group: 'work', keys: ['w'], icon: 'why', label: 'work.why', can: opened, run: (desk) => desk.show('why') },
  { id: 'work.examples', group: 'work', keys: ['F2'], icon: 'star', label: 'example.show', can: learns, run: (desk) => desk.show('examples') },
  { id: 'work.propose', group: 'work', keys: ['shift+F2'], icon: 'star', label: 'example.propose', can: served, run: (desk) => desk.show('propose') },
  { id: 'write.reply', group: 'write', keys: ['r'], icon: 'chat', label: 'write.reply', can: mayWrite, run: (desk) => desk.write('reply') },
  { id: 'write.note', group: 'write', keys: ['n'], icon: 'note', label: 'write.note', can: mayWrite, run: (desk) => desk.write('note') },
  { id: 'write.promise', group: 'write', keys: ['!', 'mod+i'], icon: 'promise', label: 'promise.make', can: mayPromise, run: (desk) => desk.show('promise') },
  { id: 'write.price', group: 'write', keys: ['=', 'mod+e'], icon: 'price', label: 'price.insert', can: mayPromise, run: (desk) => desk.show('prices') },
  { id: 'write.replies', group: 'write', keys: [';', 'mod+j'], icon: 'note', label: 'write.replies', can: opened, run: (desk) => desk.show('replies') },
  { id: 'write.later', group: 'write', keys: ['l', 'mod+shift+l'], icon: 'clock', label: 'write.later', can: mayHold, run: (desk) => desk.show('later') },
  { id: 'write.takeBack', group: 'write', keys: ['b', 'mod+shift+z'], icon: 'undo', label: 'write.takeBack', can: (desk) => !!desk.held, run: takeBack },
  { id: 'write.pass', group: 'write', keys: ['o', 'mod+shift+o'], icon: 'transfer', label: 'write.pass', can: mayAnswer, run: (desk) => void desk.pass() },
  { id: 'go.next', group: 'go', keys: ['j'], label: 'go.next', can: always, run: ({ inbox }) => inbox.move(1) },
  { id: 'go.previous', group: 'go', keys: ['k'], label: 'go.previous', can: always, run: ({ inbox }) => inbox.move(-1) },
  { id: 'go.back', group: 'go', keys: ['u'], label: 'go.back', can: opened, run: (desk) => desk.back() },
  view(1, 'mine'),
  view(2, 'waiting'),
  view(3, 'all'),
  view(4, 'closed'),
  { id: 'go.fresh', group: 'go', keys: ['.'], label: 'go.fresh', can: ({ inbox }) => inbox.fresh > 0, run: ({ inbox }) => inbox.refresh() },
  { id: 'go.find', group: 'go', keys: ['/'], icon: 'search', label: 'go.find', can: always, run: find },
  { id: 'page.customer', group: 'page', keys: ['c'], icon: 'panel', label: 'page.customer', can: opened, run: (desk) => desk.togglePanel() },
  { id: 'page.presence', group: 'page', keys: ['s'], label: 'page.presence', can: ({ live }) => live.myAgent !== null, run: () => press('presence') },
  { id: 'page.settings', group: 'page', keys: ['g'], icon: 'settings', label: 'page.settings', can: always, run: () => press('settings') },
  { id: 'page.region', group: 'page', keys: ['F6', 'shift+F6'], label: 'page.region', can: always, run: (_desk, key) => nextRegion(key.startsWith('shift') ? -1 : 1) },
  { id: 'page.promises', group: 'page', keys: ['5'], icon: 'promise', label: 'promise.list', can: (desk) => desk.shared.session.can('conversations.read') && !mineIn('wrap_up')(desk), run: (desk) => desk.show('promises') },
  { id: 'page.waiting', group: 'page', keys: ['6'], icon: 'clock', label: 'page.waiting', can: (desk) => desk.shared.session.can('conversations.read') && !mineIn('wrap_up')(desk), run: (desk) => desk.show('waiting') },
  { id: 'page.views', group: 'page', keys: ['7'], icon: 'inbox', label: 'page.views', can: (desk) => desk.shared.session.can('conversations.read') && !mineIn('wrap_up')(desk), run: (desk) => desk.show('views') },
  { id: 'bulk.choose', group: 'go', keys: ['8'], icon: 'check', label: 'bulk.choose', can: (desk) => desk.live.myAgent !== null && !mineIn('wrap_up')(desk), run: ({ inbox }) => inbox.choosing() },
  { id: 'page.unreadable', group: 'page', keys: ['v'], icon: 'file', label: 'nav.unreadable', can: ({ shared }) => shared.session.can('conversations.see_all'), run: (desk) => desk.show('unreadable') },
  { id: 'page.search', group: 'page', keys: ['mod+shift+f'], icon: 'search', label: 'page.search', can: always, run: (desk) => desk.show('search') },
  { id: 'page.commands', group: 'page', keys: ['mod+k'], label: 'page.commands', can: always, run: (desk) => desk.show('commands') },
  { id: 'page.shortcuts', group: 'page', keys: ['?'], icon: 'keyboard', label: 'page.shortcuts', can: always, run: (desk) => desk.show('shortcuts') },
];

/** Keys that the composer itself listens to, for the list of keys. */
export const FIELD_KEYS: readonly { keys: string[]; label: Key }[] = [
  { keys: ['mod+Enter'], label: 'write.send' },
  { keys: ['mod+shift+Enter'], label: 'write.sendAndEnd' },
  { keys: ['Escape'], label: 'write.leave' },
];

export const labelOf = (action: Action, desk: Desk): Key =>
  typeof action.label === 'function' ? action.label(desk) : action.label;

export const action = (id: string): Action => ACTIONS.find((found) => found.id === id)!;

/** The action that a key means now. In a field only keys with Ctrl or ⌘, F2 and F6 mean anything. */
export function actionFor(key: string, desk: Desk, typing: boolean): Action | undefined {
  const single = !key.includes('mod+') && !/F[26]$/.test(key);
  if (single && (typing || !desk.shared.prefs.letters)) return undefined;
  return ACTIONS.find(({ keys, can }) => keys.includes(key) && can(desk));
}

function press(menu: string): void {
  document.querySelector<HTMLElement>(`[data-menu="${menu}"]`)?.click();
}

function find(desk: Desk): void {
  const field = document.querySelector<HTMLInputElement>('[data-find]');
  if (field) field.focus();
  else desk.show('commands');
}
