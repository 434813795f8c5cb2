/** The page of all prices, made at build time; the prices themselves are filled in by `prices.ts`. */
import { page } from './page.mjs';

/** The whole page in a language (`et`, `ru`, `en`). */
export const pricesPage = (language, texts) =>
  page('prices', language, texts, (t) => `
      <p id="state" role="status" class="muted"></p>
      <noscript><p>${t.script} <a href="/api/v1/prices">JSON</a></p></noscript>
      <p id="coming" class="told" hidden></p>
      <section id="plans" aria-labelledby="plans-title" hidden>
        <h2 id="plans-title">${t.plans}</h2>
        <div class="cards"></div>
      </section>
      <section id="fees" aria-labelledby="fees-title" hidden>
        <h2 id="fees-title">${t.fees}</h2>
        <p class="muted">${t.fees_lead}</p>
        <table>
          <thead><tr><th scope="col">${t.fee}</th><th scope="col">${t.price}</th></tr></thead>
          <tbody></tbody>
        </table>
      </section>
      <section id="history" aria-labelledby="history-title" hidden>
        <h2 id="history-title">${t.history}</h2>
        <p class="muted">${t.history_lead}</p>
        <ol></ol>
      </section>
      <p class="muted"><a href="/contact?language=${language}">${t.contact}</a> · <a href="/api/v1/prices">JSON</a></p>
`);
