import { elementwise } from '../elementwise.ts'

export const relu = elementwise<'relu'>('Relu')
