/** The page of the site's own figures, made at build time; the figures themselves are filled in by `mirror.ts`. */
import { page } from './page.mjs';

/** The whole page in a language (`et`, `ru`, `en`). */
export const mirrorPage = (language, texts) =>
  page('mirror', language, texts, (t) => `
      <p id="state" role="status" class="muted"></p>
      <noscript><p>${t.script} <a href="/api/v1/mirror">JSON</a></p></noscript>
      <section id="index" aria-labelledby="index-title" hidden>
        <h2 id="index-title"></h2>
        <p class="price"></p>
        <p class="muted"></p>
      </section>
      <section id="figures" aria-labelledby="figures-title" hidden>
        <h2 id="figures-title">${t.figures}</h2>
        <table>
          <thead><tr><th scope="col">${t.figure}</th><th scope="col">${t.value}</th></tr></thead>
          <tbody></tbody>
        </table>
        <h2>${t.how}</h2>
        <p>${t.how_lead}</p>
        <dl></dl>
      </section>
      <p class="muted"><a href="/contact?language=${language}">${t.contact}</a> · <a href="/api/v1/mirror">JSON</a></p>
`);
