import { expect, test } from 'vitest'
import { expectMarked, programOf } from './marked-program.ts'

const model = (calibrations: string) => `
model other on search {
  trunk {
    predict click = 1
    predict long_click = 1
  }
  ${calibrations}
}
`

test('per task, with coarser fallbacks by default', () => {
  const { models } = programOf(model('calibrate click, long_click by view with platt { at_least: 50, else: [all] }'))
  const calibrations = models.get('other')?.calibrations
  expect([...(calibrations?.keys() ?? [])]).toEqual(['click', 'long_click'])
  expect(calibrations?.get('click')).toMatchObject({ by: 'view', method: 'platt', atLeast: 50, otherwise: ['all'] })
  const silent = (text: string) => programOf(model(text)).models.get('other')?.calibrations.get('click')
  expect(silent('calibrate click by view with platt')).toMatchObject({
    by: 'view',
    atLeast: 100,
    otherwise: ['surface', 'all'],
  })
  expect(silent('calibrate click by surface with platt')).toMatchObject({ by: 'surface', otherwise: ['all'] })
  expect(silent('calibrate click with platt')).toMatchObject({ by: 'all', otherwise: [] })
})

test('what is wrong with a calibration', () => {
  expectMarked(
    model(`
  calibrate clik with platt //~ CTR1556 model 'other' does not predict 'clik'; did you mean 'click'?
  calibrate zebra with platt //~ CTR1556 model 'other' does not predict 'zebra'; it predicts click and long_click
  calibrate click by veiw with platt //~ CTR1501 there is no segment 'veiw'; did you mean 'view'?
  calibrate click with platt //~ CTR1502 calibration of 'click' is declared twice
  calibrate long_click by surface with plat { //~ CTR1501 there is no calibration method 'plat'; did you mean 'platt'?
    at_least: 0 //~ CTR1522 'at_least' is the number 0, expected a whole number at least 1
    else: [view, all] //~ CTR1562 'by surface' cannot fall back to 'view'; coarser segments are all
    atleast: 3 //~ CTR1520 calibrate long_click has no entry 'atleast'; did you mean 'at_least'?
  }`),
  )
})

test('calibrators of later versions', () => {
  expectMarked(model('calibrate click with isotonic //~ CTR1514 calibration with isotonic is not supported yet'))
})
