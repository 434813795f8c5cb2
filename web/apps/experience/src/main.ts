import { mount } from 'svelte';
import '@hoolin/ui/tokens.css';
import '@hoolin/ui/parts.css';
import './styles/page.css';
import './styles/charts.css';
import App from './App.svelte';
import { Words } from './state/words.svelte.ts';

const words = new Words();
await words.use(Words.remembered());
mount(App, { target: document.body, props: { words } });
