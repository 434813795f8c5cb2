import { mount } from 'svelte';
import '@hoolin/ui/tokens.css';
import '@hoolin/ui/parts.css';
import '@hoolin/ui/rail.css';
import './styles/shell.css';
import './styles/list.css';
import './styles/thread.css';
import './styles/composer.css';
import './styles/customer.css';
import App from './App.svelte';
import { makeShared } from './state/app.svelte.ts';
import { Words } from './state/words.svelte.ts';

const shared = makeShared();
await Promise.all([shared.words.use(Words.remembered()), shared.session.check()]);
mount(App, { target: document.body, props: { shared } });
