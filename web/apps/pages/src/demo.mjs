/** The demo operator's site, made at build time from the texts of one language. No script of its own: only the widget's. */
import { escape } from './page.mjs';

const PAGES = { et: ['/demo/', 'Eesti'], ru: ['/demo/ru.html', 'Русский'], en: ['/demo/en.html', 'English'] };

const each = (list, draw) => list.map(draw).join('');

const languages = (language) =>
  each(
    Object.entries(PAGES),
    ([code, [path, name]]) =>
      `<a href="${path}" lang="${code}" hreflang="${code}"${code === language ? ' aria-current="page"' : ''}>${name}</a>`,
  );

const plan = ({ name, price, unit, points }) => `
  <article class="plan">
    <h3>${escape(name)}</h3>
    <p class="price"><strong>${escape(price)}</strong> ${escape(unit)}</p>
    <ul>${each(points, (point) => `<li>${escape(point)}</li>`)}</ul>
  </article>`;

const question = ({ ask, answer }) => `
  <details><summary>${escape(ask)}</summary><p>${escape(answer)}</p></details>`;

/** The whole page in a language (`et`, `ru`, `en`). */
export function demoPage(language, texts) {
  const t = Object.fromEntries(
    Object.entries(texts)
      .filter(([, text]) => typeof text === 'string')
      .map(([key, text]) => [key, escape(text)]),
  );
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <meta name="description" content="${t.notice}" />
    <title>${t.operator}: ${t.title}</title>
    <link rel="icon" type="image/svg+xml" href="../src/icon.svg" />
    <link rel="stylesheet" href="../src/demo.css" />
    <script vite-ignore src="/w.js" async data-language="${language}"></script>
  </head>
  <body>
    <header>
      <p class="notice">${t.notice}</p>
      <div class="bar">
        <a class="operator" href="${PAGES[language][0]}">${t.operator}</a>
        <nav aria-label="${t.sections}"><a href="#plans">${t.plans}</a><a href="#help">${t.help}</a></nav>
        <nav class="languages" aria-label="${t.language}">${languages(language)}</nav>
      </div>
    </header>
    <main>
      <section class="first">
        <h1>${t.title}</h1>
        <p>${t.lead}</p>
      </section>
      <section id="plans" aria-labelledby="plans-title">
        <h2 id="plans-title">${t.plans}</h2>
        <div class="plans">${each(texts.plan_list, plan)}</div>
        <p class="muted">${t.prices}</p>
      </section>
      <section id="help" aria-labelledby="help-title">
        <h2 id="help-title">${t.help}</h2>
        ${each(texts.questions, question)}
        <p>${t.ask_us}</p>
      </section>
      <section class="try" aria-labelledby="try-title">
        <h2 id="try-title">${t.try_title}</h2>
        <ol>${each(texts.try_steps, (step) => `<li>${escape(step)}</li>`)}</ol>
        <p>
          <a class="open" href="/desk/" target="_blank" rel="noopener">${t.open_desk}</a>
          <a class="open" href="/wallboard/" target="_blank" rel="noopener">${t.open_board}</a>
          <a class="open" href="/chat?language=${language}" target="_blank" rel="noopener">${t.open_chat}</a>
          <a class="open" href="/contact?language=${language}" target="_blank" rel="noopener">${t.open_contact}</a>
        </p>
        <p class="muted">${t.log_ins}</p>
      </section>
    </main>
  </body>
</html>
`;
}
