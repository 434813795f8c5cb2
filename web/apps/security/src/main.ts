import { mount } from 'svelte';
import '@hoolin/ui/tokens.css';
import '@hoolin/ui/parts.css';
import './styles/page.css';
import App from './App.svelte';
import { Shared } from './state/shared.svelte.ts';
import { Words } from './state/words.svelte.ts';

const shared = new Shared();
await Promise.all([shared.words.use(Words.remembered()), shared.check()]);
mount(App, { target: document.body, props: { shared } });
