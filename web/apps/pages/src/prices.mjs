/** The page of all prices, made at build time from the texts of one language; the prices themselves are filled in by `prices.ts`. */

const PAGES = { et: ['/prices', 'Eesti'], ru: ['/prices/ru.html', 'Русский'], en: ['/prices/en.html', 'English'] };

const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The whole page in a language (`et`, `ru`, `en`). */
export function pricesPage(language, texts) {
  const t = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, escape(text)]));
  const languages = Object.entries(PAGES)
    .map(
      ([code, [path, name]]) =>
        `<a href="${path}?language=${code}" lang="${code}" hreflang="${code}"${code === language ? ' aria-current="page"' : ''}>${name}</a>`,
    )
    .join('');
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>${t.title}</title>
    <link rel="icon" type="image/svg+xml" href="../src/icon.svg" />
    <link rel="stylesheet" href="../src/prices.css" />
    <script type="module" src="../src/prices.ts"></script>
  </head>
  <body>
    <header>
      <p id="operator" class="operator"></p>
      <nav aria-label="${t.language}">${languages}</nav>
    </header>
    <main>
      <h1>${t.title}</h1>
      <p class="muted">${t.lead}</p>
      <p id="state" role="status" class="muted"></p>
      <noscript><p>${t.script} <a href="/api/v1/prices">JSON</a></p></noscript>
      <p id="coming" class="coming" hidden></p>
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
    </main>
  </body>
</html>
`;
}
