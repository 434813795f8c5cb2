import type { Component } from 'svelte';
import type { DialogName } from '../state/desk.svelte.ts';
import BulkDialog from './BulkDialog.svelte';
import CommandDialog from './CommandDialog.svelte';
import ConsultDialog from './ConsultDialog.svelte';
import DeferDialog from './DeferDialog.svelte';
import DialDialog from './DialDialog.svelte';
import ExamplesDialog from './ExamplesDialog.svelte';
import LaterDialog from './LaterDialog.svelte';
import MergeDialog from './MergeDialog.svelte';
import PricesDialog from './PricesDialog.svelte';
import PromiseDialog from './PromiseDialog.svelte';
import PromisesDialog from './PromisesDialog.svelte';
import ProposeDialog from './ProposeDialog.svelte';
import RepliesDialog from './RepliesDialog.svelte';
import SearchDialog from './SearchDialog.svelte';
import ShortcutsDialog from './ShortcutsDialog.svelte';
import SoundDialog from './SoundDialog.svelte';
import TransferDialog from './TransferDialog.svelte';
import ViewsDialog from './ViewsDialog.svelte';
import WaitingDialog from './WaitingDialog.svelte';
import UnreadableDialog from './UnreadableDialog.svelte';
import WhyDialog from './WhyDialog.svelte';

export const DIALOGS: Record<DialogName, Component<{ onclose: () => void }>> = {
  transfer: TransferDialog,
  why: WhyDialog,
  shortcuts: ShortcutsDialog,
  commands: CommandDialog,
  defer: DeferDialog,
  later: LaterDialog,
  merge: MergeDialog,
  unreadable: UnreadableDialog,
  consult: ConsultDialog,
  dial: DialDialog,
  sound: SoundDialog,
  promise: PromiseDialog,
  promises: PromisesDialog,
  prices: PricesDialog,
  examples: ExamplesDialog,
  propose: ProposeDialog,
  search: SearchDialog,
  replies: RepliesDialog,
  waiting: WaitingDialog,
  views: ViewsDialog,
  bulk: BulkDialog,
};
