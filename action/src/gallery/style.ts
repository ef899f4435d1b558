/** The gallery's style sheet: the system's fonts and colour scheme, nothing loaded. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #3a414b); --soft: light-dark(#f5f6f8, #1b1f25);
  --ink: light-dark(#1c2733, #e6e9ee); --muted: light-dark(#56616e, #a3adba); --link: light-dark(#0b57b0, #8ab8ff);
  --in: light-dark(#d8f3dc, #1d4a2a); --out: light-dark(#ffdfdc, #5a2522); }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: light-dark(#fff, #14171b); }
header, main { max-width: 1320px; margin: 0 auto; padding: 24px 20px; }
header { border-bottom: 1px solid var(--line); }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 32px 0 12px; } h3 { font-size: 16px; margin: 0; }
p { margin: 0 0 8px; } a { color: var(--link); } small, .where, figcaption, dt, .missing, .empty { color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; padding: 0; margin: 14px 0 0; }
article { border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 0 0 20px; background: var(--soft); }
article:target { outline: 3px solid var(--link); }
.locale { font: 13px ui-monospace, monospace; color: var(--muted); }
.action { font-size: 12px; border: 1px solid var(--line); border-radius: 99px; padding: 1px 9px; font-weight: 500; }
.action.create { background: var(--in); } .action.archive { background: var(--out); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 10px 0; } dd { margin: 0; overflow-wrap: anywhere; }
ins { background: var(--in); text-decoration: none; } del { background: var(--out); }
.frames { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px; }
figure { margin: 0; } figcaption { font-size: 13px; margin-bottom: 4px; }
iframe { width: 100%; height: 620px; border: 1px solid var(--line); border-radius: 6px; background: #fff; color-scheme: light; }
.missing { border: 1px dashed var(--line); border-radius: 6px; padding: 20px; }
details { margin-top: 12px; } summary { cursor: pointer; color: var(--link); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
`;
