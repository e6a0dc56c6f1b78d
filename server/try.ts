import { readSamples } from './test/samples-calls/read-samples.ts'
import { prepareTalk } from './src/modules/evaluator/talk.ts'
import { tellVerdict } from './src/modules/evaluator/tell-outcome.ts'
import { findSteps } from './src/modules/evaluator/find-steps.ts'
const files = (process.argv[2] ?? 'english,french').split(',')
for (const file of files as 'english'[])
  for (const s of readSamples(file)) {
    const input = { ...s.talk, scorecard: {} as never }
    const t = prepareTalk(input)
    const v = tellVerdict(t)
    const st = findSteps(t, input, v)
    const out = v?.value ?? 'follow_up_required'
    const next = st.next_steps[0]?.kind ?? 'none'
    const fu = st.followUp?.date ?? 'none'
    const bad = [
      !s.outcomes.includes(out) && `OUT ${out}≠${s.outcomes}`,
      !s.next.includes(next) && `NEXT ${next}≠${s.next}`,
      s.followUp && fu !== s.followUp && `FU ${fu}≠${s.followUp}`,
    ].filter(Boolean)
    console.log(
      bad.length ? '✗' : '✓',
      t.language,
      s.name,
      bad.join(' ; '),
      st.followUp?.time ?? '',
    )
    if (bad.length)
      console.log(
        '     ',
        v?.sentences.map((x) => x.text),
        st.next_steps.map((x) => [x.kind, x.text, x.due]),
      )
  }
