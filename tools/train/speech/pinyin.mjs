// Reads words, one a line, and writes "word<TAB>syllables with tone numbers" (5 is the neutral tone).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { pinyin } = createRequire(process.argv[2] + '/')('pinyin-pro');
for (const word of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const syllables = pinyin(word, { toneType: 'num', type: 'array', v: true, nonZh: 'removed' });
  console.log(`${word}\t${syllables.map(s => (/[1-4]$/.test(s) ? s : s.replace(/[05]?$/, '5'))).join(' ')}`);
}
