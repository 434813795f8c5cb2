/** The page of the site's own figures, made at build time; the figures are filled in by `mirror.ts`. */
import { page } from './page.mjs';

const section = (name, title, inner) => `
      <section id="${name}" aria-labelledby="${name}-title" hidden>
        <h2 id="${name}-title">${title}</h2>
        ${inner}
      </section>`;

const table = (...columns) =>
  `<table><thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead><tbody></tbody></table>`;

/** The whole page in a language (`et`, `ru`, `en`). */
export const mirrorPage = (language, texts) =>
  page('mirror', language, texts, (t) => `
      <p id="state" role="status" class="muted"></p>
      <noscript><p>${t.script} <a href="/api/v1/mirror">JSON</a></p></noscript>
      ${section('now', t.now, `<p class="lead"></p>${table(t.way, t.wait)}<p class="muted">${t.eight}</p>`)}
      ${section('index', t.index, `<p class="muted">${t.index_lead}</p><p class="large"></p>${table(t.criterion, t.points, t.weight)}`)}
      ${section('curve', t.curve, `<p class="muted">${t.curve_lead}</p>${table(t.by, t.share)}`)}
      ${section('figures', t.figures, table(t.figure, t.value))}
      ${section('probes', t.probes, `<p class="muted">${t.probes_lead}</p>${table(t.way, t.reached)}`)}
      <p class="muted"><a href="/contact?language=${language}">${t.contact}</a> · <a href="/prices?language=${language}">${t.prices}</a> · <a href="/api/v1/mirror">JSON</a></p>
`);
