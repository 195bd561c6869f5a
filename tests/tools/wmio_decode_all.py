#!/usr/bin/env python3
"""Decodes every DIR/*.hex with the reference decoder (wmio_decode.py) into DIR/*.json. usage: wmio_decode_all.py DIR"""
import glob, json, os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import wmio_decode

for name in sorted(glob.glob(os.path.join(sys.argv[1], '*.hex'))):
    decoder = wmio_decode.D(wmio_decode.load(name))
    try:
        decoded = wmio_decode.strip(decoder.unit())
    except Exception as failure:
        sys.exit('%s: %s' % (name, failure))
    decoded['warnings'] = decoder.warn
    decoded['unreferenced'] = wmio_decode.holes(decoder, decoded['parsed'])
    with open(name[:-4] + '.json', 'w') as out:
        json.dump(decoded, out)
