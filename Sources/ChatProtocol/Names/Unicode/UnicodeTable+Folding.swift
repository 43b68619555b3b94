// swift-format-ignore-file
// Unicode 14.0.0: NFKC_Casefold, as infra/lib/folding.py renders it.
// A modified extract of the Unicode Character Database, © Unicode, Inc., under the Unicode License v3.

extension UnicodeTable {
  static let folding = """
    none AD AD
    none 34F 34F
    none 61C 61C
    none 115F 1160
    none 17B4 17B5
    none 180B 180F
    none 200B 200F
    none 202A 202E
    none 2060 206F
    none 3164 3164
    none FE00 FE0F
    none FEFF FEFF
    none FFA0 FFA0
    none FFF0 FFF8
    none 1BCA0 1BCA3
    none 1D173 1D17A
    none E0000 E0FFF
    up 41 5A 1 20
    one A0 20
    one AA 61
    down B2 B3 1 80
    one B5 3BC
    one B9 31
    one BA 6F
    up C0 D6 1 20
    up D8 DE 1 20
    one 100 101
    one 102 103
    one 104 105
    one 106 107
    one 108 109
    one 10A 10B
    one 10C 10D
    one 10E 10F
    one 110 111
    one 112 113
    one 114 115
    one 116 117
    one 118 119
    one 11A 11B
    one 11C 11D
    one 11E 11F
    one 120 121
    one 122 123
    one 124 125
    one 126 127
    one 128 129
    one 12A 12B
    one 12C 12D
    one 12E 12F
    one 134 135
    one 136 137
    one 139 13A
    one 13B 13C
    one 13D 13E
    one 141 142
    one 143 144
    one 145 146
    one 147 148
    one 14A 14B
    one 14C 14D
    one 14E 14F
    one 150 151
    one 152 153
    one 154 155
    one 156 157
    one 158 159
    one 15A 15B
    one 15C 15D
    one 15E 15F
    one 160 161
    one 162 163
    one 164 165
    one 166 167
    one 168 169
    one 16A 16B
    one 16C 16D
    one 16E 16F
    one 170 171
    one 172 173
    one 174 175
    one 176 177
    one 178 FF
    one 179 17A
    one 17B 17C
    one 17D 17E
    one 17F 73
    one 181 253
    one 182 183
    one 184 185
    one 186 254
    one 187 188
    up 189 18A 1 CD
    one 18B 18C
    one 18E 1DD
    one 18F 259
    one 190 25B
    one 191 192
    one 193 260
    one 194 263
    one 196 269
    one 197 268
    one 198 199
    one 19C 26F
    one 19D 272
    one 19F 275
    one 1A0 1A1
    one 1A2 1A3
    one 1A4 1A5
    one 1A6 280
    one 1A7 1A8
    one 1A9 283
    one 1AC 1AD
    one 1AE 288
    one 1AF 1B0
    up 1B1 1B2 1 D9
    one 1B3 1B4
    one 1B5 1B6
    one 1B7 292
    one 1B8 1B9
    one 1BC 1BD
    one 1CD 1CE
    one 1CF 1D0
    one 1D1 1D2
    one 1D3 1D4
    one 1D5 1D6
    one 1D7 1D8
    one 1D9 1DA
    one 1DB 1DC
    one 1DE 1DF
    one 1E0 1E1
    one 1E2 1E3
    one 1E4 1E5
    one 1E6 1E7
    one 1E8 1E9
    one 1EA 1EB
    one 1EC 1ED
    one 1EE 1EF
    one 1F4 1F5
    one 1F6 195
    one 1F7 1BF
    one 1F8 1F9
    one 1FA 1FB
    one 1FC 1FD
    one 1FE 1FF
    one 200 201
    one 202 203
    one 204 205
    one 206 207
    one 208 209
    one 20A 20B
    one 20C 20D
    one 20E 20F
    one 210 211
    one 212 213
    one 214 215
    one 216 217
    one 218 219
    one 21A 21B
    one 21C 21D
    one 21E 21F
    one 220 19E
    one 222 223
    one 224 225
    one 226 227
    one 228 229
    one 22A 22B
    one 22C 22D
    one 22E 22F
    one 230 231
    one 232 233
    one 23A 2C65
    one 23B 23C
    one 23D 19A
    one 23E 2C66
    one 241 242
    one 243 180
    one 244 289
    one 245 28C
    one 246 247
    one 248 249
    one 24A 24B
    one 24C 24D
    one 24E 24F
    one 2B0 68
    one 2B1 266
    one 2B2 6A
    one 2B3 72
    one 2B4 279
    one 2B5 27B
    one 2B6 281
    one 2B7 77
    one 2B8 79
    one 2E0 263
    one 2E1 6C
    one 2E2 73
    one 2E3 78
    one 2E4 295
    down 340 341 1 40
    one 343 313
    one 345 3B9
    one 370 371
    one 372 373
    one 374 2B9
    one 376 377
    one 37E 3B
    one 37F 3F3
    one 386 3AC
    one 387 B7
    up 388 38A 1 25
    one 38C 3CC
    up 38E 38F 1 3F
    up 391 3A1 1 20
    up 3A3 3AB 1 20
    one 3C2 3C3
    one 3CF 3D7
    one 3D0 3B2
    one 3D1 3B8
    one 3D2 3C5
    one 3D3 3CD
    one 3D4 3CB
    one 3D5 3C6
    one 3D6 3C0
    one 3D8 3D9
    one 3DA 3DB
    one 3DC 3DD
    one 3DE 3DF
    one 3E0 3E1
    one 3E2 3E3
    one 3E4 3E5
    one 3E6 3E7
    one 3E8 3E9
    one 3EA 3EB
    one 3EC 3ED
    one 3EE 3EF
    one 3F0 3BA
    one 3F1 3C1
    one 3F2 3C3
    one 3F4 3B8
    one 3F5 3B5
    one 3F7 3F8
    one 3F9 3C3
    one 3FA 3FB
    down 3FD 3FF 1 82
    up 400 40F 1 50
    up 410 42F 1 20
    one 460 461
    one 462 463
    one 464 465
    one 466 467
    one 468 469
    one 46A 46B
    one 46C 46D
    one 46E 46F
    one 470 471
    one 472 473
    one 474 475
    one 476 477
    one 478 479
    one 47A 47B
    one 47C 47D
    one 47E 47F
    one 480 481
    one 48A 48B
    one 48C 48D
    one 48E 48F
    one 490 491
    one 492 493
    one 494 495
    one 496 497
    one 498 499
    one 49A 49B
    one 49C 49D
    one 49E 49F
    one 4A0 4A1
    one 4A2 4A3
    one 4A4 4A5
    one 4A6 4A7
    one 4A8 4A9
    one 4AA 4AB
    one 4AC 4AD
    one 4AE 4AF
    one 4B0 4B1
    one 4B2 4B3
    one 4B4 4B5
    one 4B6 4B7
    one 4B8 4B9
    one 4BA 4BB
    one 4BC 4BD
    one 4BE 4BF
    one 4C0 4CF
    one 4C1 4C2
    one 4C3 4C4
    one 4C5 4C6
    one 4C7 4C8
    one 4C9 4CA
    one 4CB 4CC
    one 4CD 4CE
    one 4D0 4D1
    one 4D2 4D3
    one 4D4 4D5
    one 4D6 4D7
    one 4D8 4D9
    one 4DA 4DB
    one 4DC 4DD
    one 4DE 4DF
    one 4E0 4E1
    one 4E2 4E3
    one 4E4 4E5
    one 4E6 4E7
    one 4E8 4E9
    one 4EA 4EB
    one 4EC 4ED
    one 4EE 4EF
    one 4F0 4F1
    one 4F2 4F3
    one 4F4 4F5
    one 4F6 4F7
    one 4F8 4F9
    one 4FA 4FB
    one 4FC 4FD
    one 4FE 4FF
    one 500 501
    one 502 503
    one 504 505
    one 506 507
    one 508 509
    one 50A 50B
    one 50C 50D
    one 50E 50F
    one 510 511
    one 512 513
    one 514 515
    one 516 517
    one 518 519
    one 51A 51B
    one 51C 51D
    one 51E 51F
    one 520 521
    one 522 523
    one 524 525
    one 526 527
    one 528 529
    one 52A 52B
    one 52C 52D
    one 52E 52F
    up 531 556 1 30
    one F0C F0B
    up 10A0 10C5 1 1C60
    one 10C7 2D27
    one 10CD 2D2D
    one 10FC 10DC
    down 13F8 13FD 1 8
    one 1C80 432
    one 1C81 434
    one 1C82 43E
    down 1C83 1C84 1 1842
    one 1C85 442
    one 1C86 44A
    one 1C87 463
    one 1C88 A64B
    down 1C90 1CBA 1 BC0
    down 1CBD 1CBF 1 BC0
    one 1D2C 61
    one 1D2D E6
    one 1D2E 62
    down 1D30 1D31 1 1CCC
    one 1D32 1DD
    down 1D33 1D3A 1 1CCC
    one 1D3C 6F
    one 1D3D 223
    one 1D3E 70
    one 1D3F 72
    down 1D40 1D41 1 1CCC
    one 1D42 77
    one 1D43 61
    down 1D44 1D45 1 1AF4
    one 1D46 1D02
    one 1D47 62
    down 1D48 1D49 1 1CE4
    one 1D4A 259
    down 1D4B 1D4C 1 1AF0
    one 1D4D 67
    one 1D4F 6B
    one 1D50 6D
    one 1D51 14B
    one 1D52 6F
    one 1D53 254
    down 1D54 1D55 1 3E
    one 1D56 70
    down 1D57 1D58 1 1CE3
    one 1D59 1D1D
    one 1D5A 26F
    one 1D5B 76
    one 1D5C 1D25
    down 1D5D 1D5F 1 19AB
    down 1D60 1D61 1 199A
    one 1D62 69
    one 1D63 72
    down 1D64 1D65 1 1CEF
    down 1D66 1D67 1 19B4
    one 1D68 3C1
    down 1D69 1D6A 1 19A3
    one 1D78 43D
    one 1D9B 252
    one 1D9C 63
    one 1D9D 255
    one 1D9E F0
    one 1D9F 25C
    one 1DA0 66
    one 1DA1 25F
    one 1DA2 261
    one 1DA3 265
    down 1DA4 1DA6 1 1B3C
    one 1DA7 1D7B
    one 1DA8 29D
    one 1DA9 26D
    one 1DAA 1D85
    one 1DAB 29F
    one 1DAC 271
    one 1DAD 270
    down 1DAE 1DB1 1 1B3C
    one 1DB2 278
    down 1DB3 1DB4 1 1B31
    one 1DB5 1AB
    down 1DB6 1DB7 1 1B2D
    one 1DB8 1D1C
    down 1DB9 1DBA 1 1B2E
    one 1DBB 7A
    down 1DBC 1DBE 1 1B2C
    one 1DBF 3B8
    one 1E00 1E01
    one 1E02 1E03
    one 1E04 1E05
    one 1E06 1E07
    one 1E08 1E09
    one 1E0A 1E0B
    one 1E0C 1E0D
    one 1E0E 1E0F
    one 1E10 1E11
    one 1E12 1E13
    one 1E14 1E15
    one 1E16 1E17
    one 1E18 1E19
    one 1E1A 1E1B
    one 1E1C 1E1D
    one 1E1E 1E1F
    one 1E20 1E21
    one 1E22 1E23
    one 1E24 1E25
    one 1E26 1E27
    one 1E28 1E29
    one 1E2A 1E2B
    one 1E2C 1E2D
    one 1E2E 1E2F
    one 1E30 1E31
    one 1E32 1E33
    one 1E34 1E35
    one 1E36 1E37
    one 1E38 1E39
    one 1E3A 1E3B
    one 1E3C 1E3D
    one 1E3E 1E3F
    one 1E40 1E41
    one 1E42 1E43
    one 1E44 1E45
    one 1E46 1E47
    one 1E48 1E49
    one 1E4A 1E4B
    one 1E4C 1E4D
    one 1E4E 1E4F
    one 1E50 1E51
    one 1E52 1E53
    one 1E54 1E55
    one 1E56 1E57
    one 1E58 1E59
    one 1E5A 1E5B
    one 1E5C 1E5D
    one 1E5E 1E5F
    one 1E60 1E61
    one 1E62 1E63
    one 1E64 1E65
    one 1E66 1E67
    one 1E68 1E69
    one 1E6A 1E6B
    one 1E6C 1E6D
    one 1E6E 1E6F
    one 1E70 1E71
    one 1E72 1E73
    one 1E74 1E75
    one 1E76 1E77
    one 1E78 1E79
    one 1E7A 1E7B
    one 1E7C 1E7D
    one 1E7E 1E7F
    one 1E80 1E81
    one 1E82 1E83
    one 1E84 1E85
    one 1E86 1E87
    one 1E88 1E89
    one 1E8A 1E8B
    one 1E8C 1E8D
    one 1E8E 1E8F
    one 1E90 1E91
    one 1E92 1E93
    one 1E94 1E95
    one 1E9B 1E61
    one 1EA0 1EA1
    one 1EA2 1EA3
    one 1EA4 1EA5
    one 1EA6 1EA7
    one 1EA8 1EA9
    one 1EAA 1EAB
    one 1EAC 1EAD
    one 1EAE 1EAF
    one 1EB0 1EB1
    one 1EB2 1EB3
    one 1EB4 1EB5
    one 1EB6 1EB7
    one 1EB8 1EB9
    one 1EBA 1EBB
    one 1EBC 1EBD
    one 1EBE 1EBF
    one 1EC0 1EC1
    one 1EC2 1EC3
    one 1EC4 1EC5
    one 1EC6 1EC7
    one 1EC8 1EC9
    one 1ECA 1ECB
    one 1ECC 1ECD
    one 1ECE 1ECF
    one 1ED0 1ED1
    one 1ED2 1ED3
    one 1ED4 1ED5
    one 1ED6 1ED7
    one 1ED8 1ED9
    one 1EDA 1EDB
    one 1EDC 1EDD
    one 1EDE 1EDF
    one 1EE0 1EE1
    one 1EE2 1EE3
    one 1EE4 1EE5
    one 1EE6 1EE7
    one 1EE8 1EE9
    one 1EEA 1EEB
    one 1EEC 1EED
    one 1EEE 1EEF
    one 1EF0 1EF1
    one 1EF2 1EF3
    one 1EF4 1EF5
    one 1EF6 1EF7
    one 1EF8 1EF9
    one 1EFA 1EFB
    one 1EFC 1EFD
    one 1EFE 1EFF
    down 1F08 1F0F 1 8
    down 1F18 1F1D 1 8
    down 1F28 1F2F 1 8
    down 1F38 1F3F 1 8
    down 1F48 1F4D 1 8
    one 1F59 1F51
    one 1F5B 1F53
    one 1F5D 1F55
    one 1F5F 1F57
    down 1F68 1F6F 1 8
    one 1F71 3AC
    one 1F73 3AD
    one 1F75 3AE
    one 1F77 3AF
    one 1F79 3CC
    one 1F7B 3CD
    one 1F7D 3CE
    down 1FB8 1FB9 1 8
    one 1FBA 1F70
    one 1FBB 3AC
    one 1FBE 3B9
    one 1FC8 1F72
    one 1FC9 3AD
    one 1FCA 1F74
    one 1FCB 3AE
    one 1FD3 390
    down 1FD8 1FD9 1 8
    one 1FDA 1F76
    one 1FDB 3AF
    one 1FE3 3B0
    down 1FE8 1FE9 1 8
    one 1FEA 1F7A
    one 1FEB 3CD
    one 1FEC 1FE5
    one 1FEF 60
    one 1FF8 1F78
    one 1FF9 3CC
    one 1FFA 1F7C
    one 1FFB 3CE
    one 2000 20
    one 2001 20
    one 2002 20
    one 2003 20
    one 2004 20
    one 2005 20
    one 2006 20
    one 2007 20
    one 2008 20
    one 2009 20
    one 200A 20
    one 2011 2010
    one 2024 2E
    one 202F 20
    one 205F 20
    one 2070 30
    one 2071 69
    down 2074 2079 1 2040
    one 207A 2B
    one 207B 2212
    one 207C 3D
    down 207D 207E 1 2055
    one 207F 6E
    down 2080 2089 1 2050
    one 208A 2B
    one 208B 2212
    one 208C 3D
    down 208D 208E 1 2065
    one 2090 61
    one 2091 65
    one 2092 6F
    one 2093 78
    one 2094 259
    one 2095 68
    down 2096 2099 1 202B
    one 209A 70
    down 209B 209C 1 2028
    one 2102 63
    one 2107 25B
    down 210A 210B 1 20A3
    one 210C 68
    one 210D 68
    one 210E 68
    one 210F 127
    one 2110 69
    one 2111 69
    one 2112 6C
    one 2113 6C
    one 2115 6E
    down 2119 211B 1 20A9
    one 211C 72
    one 211D 72
    one 2124 7A
    one 2126 3C9
    one 2128 7A
    one 212A 6B
    one 212B E5
    down 212C 212D 1 20CA
    one 212F 65
    down 2130 2131 1 20CB
    one 2132 214E
    one 2133 6D
    one 2134 6F
    down 2135 2138 1 1B65
    one 2139 69
    one 213C 3C0
    one 213D 3B3
    one 213E 3B3
    one 213F 3C0
    one 2140 2211
    one 2145 64
    down 2146 2147 1 20E2
    down 2148 2149 1 20DF
    one 2160 69
    one 2164 76
    one 2169 78
    one 216C 6C
    down 216D 216E 1 210A
    one 216F 6D
    one 2170 69
    one 2174 76
    one 2179 78
    one 217C 6C
    down 217D 217E 1 211A
    one 217F 6D
    one 2183 2184
    up 2329 232A 1 CDF
    down 2460 2468 1 242F
    down 24B6 24CF 1 2455
    down 24D0 24E9 1 246F
    one 24EA 30
    up 2C00 2C2F 1 30
    one 2C60 2C61
    one 2C62 26B
    one 2C63 1D7D
    one 2C64 27D
    one 2C67 2C68
    one 2C69 2C6A
    one 2C6B 2C6C
    one 2C6D 251
    one 2C6E 271
    one 2C6F 250
    one 2C70 252
    one 2C72 2C73
    one 2C75 2C76
    one 2C7C 6A
    one 2C7D 76
    down 2C7E 2C7F 1 2A3F
    one 2C80 2C81
    one 2C82 2C83
    one 2C84 2C85
    one 2C86 2C87
    one 2C88 2C89
    one 2C8A 2C8B
    one 2C8C 2C8D
    one 2C8E 2C8F
    one 2C90 2C91
    one 2C92 2C93
    one 2C94 2C95
    one 2C96 2C97
    one 2C98 2C99
    one 2C9A 2C9B
    one 2C9C 2C9D
    one 2C9E 2C9F
    one 2CA0 2CA1
    one 2CA2 2CA3
    one 2CA4 2CA5
    one 2CA6 2CA7
    one 2CA8 2CA9
    one 2CAA 2CAB
    one 2CAC 2CAD
    one 2CAE 2CAF
    one 2CB0 2CB1
    one 2CB2 2CB3
    one 2CB4 2CB5
    one 2CB6 2CB7
    one 2CB8 2CB9
    one 2CBA 2CBB
    one 2CBC 2CBD
    one 2CBE 2CBF
    one 2CC0 2CC1
    one 2CC2 2CC3
    one 2CC4 2CC5
    one 2CC6 2CC7
    one 2CC8 2CC9
    one 2CCA 2CCB
    one 2CCC 2CCD
    one 2CCE 2CCF
    one 2CD0 2CD1
    one 2CD2 2CD3
    one 2CD4 2CD5
    one 2CD6 2CD7
    one 2CD8 2CD9
    one 2CDA 2CDB
    one 2CDC 2CDD
    one 2CDE 2CDF
    one 2CE0 2CE1
    one 2CE2 2CE3
    one 2CEB 2CEC
    one 2CED 2CEE
    one 2CF2 2CF3
    one 2D6F 2D61
    one 2E9F 6BCD
    one 2EF3 9F9F
    one 2F00 4E00
    one 2F01 4E28
    one 2F02 4E36
    one 2F03 4E3F
    one 2F04 4E59
    one 2F05 4E85
    one 2F06 4E8C
    one 2F07 4EA0
    one 2F08 4EBA
    one 2F09 513F
    one 2F0A 5165
    one 2F0B 516B
    one 2F0C 5182
    one 2F0D 5196
    one 2F0E 51AB
    one 2F0F 51E0
    one 2F10 51F5
    one 2F11 5200
    one 2F12 529B
    one 2F13 52F9
    one 2F14 5315
    one 2F15 531A
    one 2F16 5338
    one 2F17 5341
    one 2F18 535C
    one 2F19 5369
    one 2F1A 5382
    one 2F1B 53B6
    one 2F1C 53C8
    one 2F1D 53E3
    one 2F1E 56D7
    one 2F1F 571F
    one 2F20 58EB
    one 2F21 5902
    one 2F22 590A
    one 2F23 5915
    one 2F24 5927
    one 2F25 5973
    one 2F26 5B50
    one 2F27 5B80
    one 2F28 5BF8
    one 2F29 5C0F
    one 2F2A 5C22
    one 2F2B 5C38
    one 2F2C 5C6E
    one 2F2D 5C71
    one 2F2E 5DDB
    one 2F2F 5DE5
    one 2F30 5DF1
    one 2F31 5DFE
    one 2F32 5E72
    one 2F33 5E7A
    one 2F34 5E7F
    one 2F35 5EF4
    one 2F36 5EFE
    one 2F37 5F0B
    one 2F38 5F13
    one 2F39 5F50
    one 2F3A 5F61
    one 2F3B 5F73
    one 2F3C 5FC3
    one 2F3D 6208
    one 2F3E 6236
    one 2F3F 624B
    one 2F40 652F
    one 2F41 6534
    one 2F42 6587
    one 2F43 6597
    one 2F44 65A4
    one 2F45 65B9
    one 2F46 65E0
    one 2F47 65E5
    one 2F48 66F0
    one 2F49 6708
    one 2F4A 6728
    one 2F4B 6B20
    one 2F4C 6B62
    one 2F4D 6B79
    one 2F4E 6BB3
    one 2F4F 6BCB
    one 2F50 6BD4
    one 2F51 6BDB
    one 2F52 6C0F
    one 2F53 6C14
    one 2F54 6C34
    one 2F55 706B
    one 2F56 722A
    one 2F57 7236
    one 2F58 723B
    one 2F59 723F
    one 2F5A 7247
    one 2F5B 7259
    one 2F5C 725B
    one 2F5D 72AC
    one 2F5E 7384
    one 2F5F 7389
    one 2F60 74DC
    one 2F61 74E6
    one 2F62 7518
    one 2F63 751F
    one 2F64 7528
    one 2F65 7530
    one 2F66 758B
    one 2F67 7592
    one 2F68 7676
    one 2F69 767D
    one 2F6A 76AE
    one 2F6B 76BF
    one 2F6C 76EE
    one 2F6D 77DB
    one 2F6E 77E2
    one 2F6F 77F3
    one 2F70 793A
    one 2F71 79B8
    one 2F72 79BE
    one 2F73 7A74
    one 2F74 7ACB
    one 2F75 7AF9
    one 2F76 7C73
    one 2F77 7CF8
    one 2F78 7F36
    one 2F79 7F51
    one 2F7A 7F8A
    one 2F7B 7FBD
    one 2F7C 8001
    one 2F7D 800C
    one 2F7E 8012
    one 2F7F 8033
    one 2F80 807F
    one 2F81 8089
    one 2F82 81E3
    one 2F83 81EA
    one 2F84 81F3
    one 2F85 81FC
    one 2F86 820C
    one 2F87 821B
    one 2F88 821F
    one 2F89 826E
    one 2F8A 8272
    one 2F8B 8278
    one 2F8C 864D
    one 2F8D 866B
    one 2F8E 8840
    one 2F8F 884C
    one 2F90 8863
    one 2F91 897E
    one 2F92 898B
    one 2F93 89D2
    one 2F94 8A00
    one 2F95 8C37
    one 2F96 8C46
    one 2F97 8C55
    one 2F98 8C78
    one 2F99 8C9D
    one 2F9A 8D64
    one 2F9B 8D70
    one 2F9C 8DB3
    one 2F9D 8EAB
    one 2F9E 8ECA
    one 2F9F 8F9B
    one 2FA0 8FB0
    one 2FA1 8FB5
    one 2FA2 9091
    one 2FA3 9149
    one 2FA4 91C6
    one 2FA5 91CC
    one 2FA6 91D1
    one 2FA7 9577
    one 2FA8 9580
    one 2FA9 961C
    one 2FAA 96B6
    one 2FAB 96B9
    one 2FAC 96E8
    one 2FAD 9751
    one 2FAE 975E
    one 2FAF 9762
    one 2FB0 9769
    one 2FB1 97CB
    one 2FB2 97ED
    one 2FB3 97F3
    one 2FB4 9801
    one 2FB5 98A8
    one 2FB6 98DB
    one 2FB7 98DF
    one 2FB8 9996
    one 2FB9 9999
    one 2FBA 99AC
    one 2FBB 9AA8
    one 2FBC 9AD8
    one 2FBD 9ADF
    one 2FBE 9B25
    one 2FBF 9B2F
    one 2FC0 9B32
    one 2FC1 9B3C
    one 2FC2 9B5A
    one 2FC3 9CE5
    one 2FC4 9E75
    one 2FC5 9E7F
    one 2FC6 9EA5
    one 2FC7 9EBB
    one 2FC8 9EC3
    one 2FC9 9ECD
    one 2FCA 9ED1
    one 2FCB 9EF9
    one 2FCC 9EFD
    one 2FCD 9F0E
    one 2FCE 9F13
    one 2FCF 9F20
    one 2FD0 9F3B
    one 2FD1 9F4A
    one 2FD2 9F52
    one 2FD3 9F8D
    one 2FD4 9F9C
    one 2FD5 9FA0
    one 3000 20
    one 3036 3012
    one 3038 5341
    up 3039 303A 1 230B
    down 3131 3132 1 2031
    one 3133 11AA
    one 3134 1102
    down 3135 3136 1 1F89
    down 3137 3139 1 2034
    down 313A 313F 1 1F8A
    one 3140 111A
    down 3141 3143 1 203B
    one 3144 1121
    down 3145 314E 1 203C
    down 314F 3163 1 1FEE
    down 3165 3166 1 2051
    down 3167 3168 1 1FA0
    one 3169 11CC
    one 316A 11CE
    one 316B 11D3
    one 316C 11D7
    one 316D 11D9
    one 316E 111C
    one 316F 11DD
    one 3170 11DF
    down 3171 3172 1 2054
    one 3173 1120
    down 3174 3175 1 2052
    one 3176 1127
    one 3177 1129
    down 3178 317C 1 204D
    one 317D 1132
    one 317E 1136
    one 317F 1140
    one 3180 1147
    one 3181 114C
    down 3182 3183 1 1F91
    down 3184 3186 1 202D
    down 3187 3188 1 2003
    one 3189 1188
    down 318A 318B 1 1FF9
    one 318C 1194
    one 318D 119E
    one 318E 11A1
    one 3192 4E00
    one 3193 4E8C
    one 3194 4E09
    one 3195 56DB
    one 3196 4E0A
    one 3197 4E2D
    one 3198 4E0B
    one 3199 7532
    one 319A 4E59
    one 319B 4E19
    one 319C 4E01
    one 319D 5929
    one 319E 5730
    one 319F 4EBA
    one 3244 554F
    one 3245 5E7C
    one 3246 6587
    one 3247 7B8F
    one 3260 1100
    down 3261 3262 1 215F
    down 3263 3265 1 215E
    one 3266 1109
    down 3267 3268 1 215C
    down 3269 326D 1 215B
    one 326E AC00
    one 326F B098
    one 3270 B2E4
    one 3271 B77C
    one 3272 B9C8
    one 3273 BC14
    one 3274 C0AC
    one 3275 C544
    one 3276 C790
    one 3277 CC28
    one 3278 CE74
    one 3279 D0C0
    one 327A D30C
    one 327B D558
    one 327E C6B0
    one 3280 4E00
    one 3281 4E8C
    one 3282 4E09
    one 3283 56DB
    one 3284 4E94
    one 3285 516D
    one 3286 4E03
    one 3287 516B
    one 3288 4E5D
    one 3289 5341
    one 328A 6708
    one 328B 706B
    one 328C 6C34
    one 328D 6728
    one 328E 91D1
    one 328F 571F
    one 3290 65E5
    one 3291 682A
    one 3292 6709
    one 3293 793E
    one 3294 540D
    one 3295 7279
    one 3296 8CA1
    one 3297 795D
    one 3298 52B4
    one 3299 79D8
    one 329A 7537
    one 329B 5973
    one 329C 9069
    one 329D 512A
    one 329E 5370
    one 329F 6CE8
    one 32A0 9805
    one 32A1 4F11
    one 32A2 5199
    one 32A3 6B63
    one 32A4 4E0A
    one 32A5 4E2D
    one 32A6 4E0B
    one 32A7 5DE6
    one 32A8 53F3
    one 32A9 533B
    one 32AA 5B97
    one 32AB 5B66
    one 32AC 76E3
    one 32AD 4F01
    one 32AE 8CC7
    one 32AF 5354
    one 32B0 591C
    one 32D0 30A2
    one 32D1 30A4
    one 32D2 30A6
    one 32D3 30A8
    down 32D4 32D5 1 22A
    one 32D6 30AD
    one 32D7 30AF
    one 32D8 30B1
    one 32D9 30B3
    one 32DA 30B5
    one 32DB 30B7
    one 32DC 30B9
    one 32DD 30BB
    one 32DE 30BD
    one 32DF 30BF
    one 32E0 30C1
    one 32E1 30C4
    one 32E2 30C6
    one 32E3 30C8
    down 32E4 32E9 1 21A
    one 32EA 30D2
    one 32EB 30D5
    one 32EC 30D8
    one 32ED 30DB
    down 32EE 32F2 1 210
    one 32F3 30E4
    one 32F4 30E6
    down 32F5 32FA 1 20D
    down 32FB 32FE 1 20C
    one A640 A641
    one A642 A643
    one A644 A645
    one A646 A647
    one A648 A649
    one A64A A64B
    one A64C A64D
    one A64E A64F
    one A650 A651
    one A652 A653
    one A654 A655
    one A656 A657
    one A658 A659
    one A65A A65B
    one A65C A65D
    one A65E A65F
    one A660 A661
    one A662 A663
    one A664 A665
    one A666 A667
    one A668 A669
    one A66A A66B
    one A66C A66D
    one A680 A681
    one A682 A683
    one A684 A685
    one A686 A687
    one A688 A689
    one A68A A68B
    one A68C A68D
    one A68E A68F
    one A690 A691
    one A692 A693
    one A694 A695
    one A696 A697
    one A698 A699
    one A69A A69B
    one A69C 44A
    one A69D 44C
    one A722 A723
    one A724 A725
    one A726 A727
    one A728 A729
    one A72A A72B
    one A72C A72D
    one A72E A72F
    one A732 A733
    one A734 A735
    one A736 A737
    one A738 A739
    one A73A A73B
    one A73C A73D
    one A73E A73F
    one A740 A741
    one A742 A743
    one A744 A745
    one A746 A747
    one A748 A749
    one A74A A74B
    one A74C A74D
    one A74E A74F
    one A750 A751
    one A752 A753
    one A754 A755
    one A756 A757
    one A758 A759
    one A75A A75B
    one A75C A75D
    one A75E A75F
    one A760 A761
    one A762 A763
    one A764 A765
    one A766 A767
    one A768 A769
    one A76A A76B
    one A76C A76D
    one A76E A76F
    one A770 A76F
    one A779 A77A
    one A77B A77C
    one A77D 1D79
    one A77E A77F
    one A780 A781
    one A782 A783
    one A784 A785
    one A786 A787
    one A78B A78C
    one A78D 265
    one A790 A791
    one A792 A793
    one A796 A797
    one A798 A799
    one A79A A79B
    one A79C A79D
    one A79E A79F
    one A7A0 A7A1
    one A7A2 A7A3
    one A7A4 A7A5
    one A7A6 A7A7
    one A7A8 A7A9
    one A7AA 266
    one A7AB 25C
    one A7AC 261
    one A7AD 26C
    one A7AE 26A
    one A7B0 29E
    one A7B1 287
    one A7B2 29D
    one A7B3 AB53
    one A7B4 A7B5
    one A7B6 A7B7
    one A7B8 A7B9
    one A7BA A7BB
    one A7BC A7BD
    one A7BE A7BF
    one A7C0 A7C1
    one A7C2 A7C3
    one A7C4 A794
    one A7C5 282
    one A7C6 1D8E
    one A7C7 A7C8
    one A7C9 A7CA
    one A7D0 A7D1
    one A7D6 A7D7
    one A7D8 A7D9
    one A7F2 63
    one A7F3 66
    one A7F4 71
    one A7F5 A7F6
    one A7F8 127
    one A7F9 153
    one AB5C A727
    one AB5D AB37
    one AB5E 26B
    one AB5F AB52
    one AB69 28D
    down AB70 ABBF 1 97D0
    one F900 8C48
    one F901 66F4
    one F902 8ECA
    one F903 8CC8
    one F904 6ED1
    one F905 4E32
    one F906 53E5
    one F907 9F9C
    one F908 9F9C
    one F909 5951
    one F90A 91D1
    one F90B 5587
    one F90C 5948
    one F90D 61F6
    one F90E 7669
    one F90F 7F85
    one F910 863F
    one F911 87BA
    one F912 88F8
    one F913 908F
    one F914 6A02
    one F915 6D1B
    one F916 70D9
    one F917 73DE
    one F918 843D
    one F919 916A
    one F91A 99F1
    one F91B 4E82
    one F91C 5375
    one F91D 6B04
    one F91E 721B
    one F91F 862D
    one F920 9E1E
    one F921 5D50
    one F922 6FEB
    one F923 85CD
    one F924 8964
    one F925 62C9
    one F926 81D8
    one F927 881F
    one F928 5ECA
    one F929 6717
    one F92A 6D6A
    one F92B 72FC
    one F92C 90CE
    one F92D 4F86
    one F92E 51B7
    one F92F 52DE
    one F930 64C4
    one F931 6AD3
    one F932 7210
    one F933 76E7
    one F934 8001
    one F935 8606
    one F936 865C
    one F937 8DEF
    one F938 9732
    one F939 9B6F
    one F93A 9DFA
    one F93B 788C
    one F93C 797F
    one F93D 7DA0
    one F93E 83C9
    one F93F 9304
    one F940 9E7F
    one F941 8AD6
    one F942 58DF
    one F943 5F04
    one F944 7C60
    one F945 807E
    one F946 7262
    one F947 78CA
    one F948 8CC2
    one F949 96F7
    one F94A 58D8
    one F94B 5C62
    one F94C 6A13
    one F94D 6DDA
    one F94E 6F0F
    one F94F 7D2F
    one F950 7E37
    one F951 964B
    one F952 52D2
    one F953 808B
    one F954 51DC
    one F955 51CC
    one F956 7A1C
    one F957 7DBE
    one F958 83F1
    one F959 9675
    one F95A 8B80
    one F95B 62CF
    one F95C 6A02
    one F95D 8AFE
    one F95E 4E39
    one F95F 5BE7
    one F960 6012
    one F961 7387
    one F962 7570
    one F963 5317
    one F964 78FB
    one F965 4FBF
    one F966 5FA9
    one F967 4E0D
    one F968 6CCC
    one F969 6578
    one F96A 7D22
    one F96B 53C3
    one F96C 585E
    one F96D 7701
    one F96E 8449
    one F96F 8AAA
    one F970 6BBA
    one F971 8FB0
    one F972 6C88
    one F973 62FE
    one F974 82E5
    one F975 63A0
    one F976 7565
    one F977 4EAE
    one F978 5169
    one F979 51C9
    one F97A 6881
    one F97B 7CE7
    one F97C 826F
    one F97D 8AD2
    one F97E 91CF
    one F97F 52F5
    one F980 5442
    one F981 5973
    one F982 5EEC
    one F983 65C5
    one F984 6FFE
    one F985 792A
    one F986 95AD
    one F987 9A6A
    one F988 9E97
    one F989 9ECE
    one F98A 529B
    one F98B 66C6
    one F98C 6B77
    one F98D 8F62
    one F98E 5E74
    one F98F 6190
    one F990 6200
    one F991 649A
    one F992 6F23
    one F993 7149
    one F994 7489
    one F995 79CA
    one F996 7DF4
    one F997 806F
    one F998 8F26
    one F999 84EE
    one F99A 9023
    one F99B 934A
    one F99C 5217
    one F99D 52A3
    one F99E 54BD
    one F99F 70C8
    one F9A0 88C2
    one F9A1 8AAA
    one F9A2 5EC9
    one F9A3 5FF5
    one F9A4 637B
    one F9A5 6BAE
    one F9A6 7C3E
    one F9A7 7375
    one F9A8 4EE4
    one F9A9 56F9
    one F9AA 5BE7
    one F9AB 5DBA
    one F9AC 601C
    one F9AD 73B2
    one F9AE 7469
    one F9AF 7F9A
    one F9B0 8046
    one F9B1 9234
    one F9B2 96F6
    one F9B3 9748
    one F9B4 9818
    one F9B5 4F8B
    one F9B6 79AE
    one F9B7 91B4
    one F9B8 96B8
    one F9B9 60E1
    one F9BA 4E86
    one F9BB 50DA
    one F9BC 5BEE
    one F9BD 5C3F
    one F9BE 6599
    one F9BF 6A02
    one F9C0 71CE
    one F9C1 7642
    one F9C2 84FC
    one F9C3 907C
    one F9C4 9F8D
    one F9C5 6688
    one F9C6 962E
    one F9C7 5289
    one F9C8 677B
    one F9C9 67F3
    one F9CA 6D41
    one F9CB 6E9C
    one F9CC 7409
    one F9CD 7559
    one F9CE 786B
    one F9CF 7D10
    one F9D0 985E
    one F9D1 516D
    one F9D2 622E
    one F9D3 9678
    one F9D4 502B
    one F9D5 5D19
    one F9D6 6DEA
    one F9D7 8F2A
    one F9D8 5F8B
    one F9D9 6144
    one F9DA 6817
    one F9DB 7387
    one F9DC 9686
    one F9DD 5229
    one F9DE 540F
    one F9DF 5C65
    one F9E0 6613
    one F9E1 674E
    one F9E2 68A8
    one F9E3 6CE5
    one F9E4 7406
    one F9E5 75E2
    one F9E6 7F79
    one F9E7 88CF
    one F9E8 88E1
    one F9E9 91CC
    one F9EA 96E2
    one F9EB 533F
    one F9EC 6EBA
    one F9ED 541D
    one F9EE 71D0
    one F9EF 7498
    one F9F0 85FA
    one F9F1 96A3
    one F9F2 9C57
    one F9F3 9E9F
    one F9F4 6797
    one F9F5 6DCB
    one F9F6 81E8
    one F9F7 7ACB
    one F9F8 7B20
    one F9F9 7C92
    one F9FA 72C0
    one F9FB 7099
    one F9FC 8B58
    one F9FD 4EC0
    one F9FE 8336
    one F9FF 523A
    one FA00 5207
    one FA01 5EA6
    one FA02 62D3
    one FA03 7CD6
    one FA04 5B85
    one FA05 6D1E
    one FA06 66B4
    one FA07 8F3B
    one FA08 884C
    one FA09 964D
    one FA0A 898B
    one FA0B 5ED3
    one FA0C 5140
    one FA0D 55C0
    one FA10 585A
    one FA12 6674
    one FA15 51DE
    one FA16 732A
    one FA17 76CA
    one FA18 793C
    one FA19 795E
    one FA1A 7965
    one FA1B 798F
    one FA1C 9756
    one FA1D 7CBE
    one FA1E 7FBD
    one FA20 8612
    one FA22 8AF8
    one FA25 9038
    one FA26 90FD
    one FA2A 98EF
    one FA2B 98FC
    one FA2C 9928
    one FA2D 9DB4
    one FA2E 90DE
    one FA2F 96B7
    one FA30 4FAE
    one FA31 50E7
    one FA32 514D
    one FA33 52C9
    one FA34 52E4
    one FA35 5351
    one FA36 559D
    one FA37 5606
    one FA38 5668
    one FA39 5840
    one FA3A 58A8
    one FA3B 5C64
    one FA3C 5C6E
    one FA3D 6094
    one FA3E 6168
    one FA3F 618E
    one FA40 61F2
    one FA41 654F
    one FA42 65E2
    one FA43 6691
    one FA44 6885
    one FA45 6D77
    one FA46 6E1A
    one FA47 6F22
    one FA48 716E
    one FA49 722B
    one FA4A 7422
    one FA4B 7891
    one FA4C 793E
    one FA4D 7949
    one FA4E 7948
    one FA4F 7950
    one FA50 7956
    one FA51 795D
    down FA52 FA53 1 80C5
    one FA54 7A40
    one FA55 7A81
    one FA56 7BC0
    one FA57 7DF4
    one FA58 7E09
    one FA59 7E41
    one FA5A 7F72
    one FA5B 8005
    one FA5C 81ED
    one FA5D 8279
    one FA5E 8279
    one FA5F 8457
    one FA60 8910
    one FA61 8996
    one FA62 8B01
    one FA63 8B39
    one FA64 8CD3
    one FA65 8D08
    one FA66 8FB6
    one FA67 9038
    one FA68 96E3
    one FA69 97FF
    one FA6A 983B
    one FA6B 6075
    one FA6C 242EE
    one FA6D 8218
    one FA70 4E26
    one FA71 51B5
    one FA72 5168
    one FA73 4F80
    one FA74 5145
    one FA75 5180
    one FA76 52C7
    one FA77 52FA
    one FA78 559D
    one FA79 5555
    one FA7A 5599
    one FA7B 55E2
    one FA7C 585A
    one FA7D 58B3
    one FA7E 5944
    one FA7F 5954
    one FA80 5A62
    one FA81 5B28
    one FA82 5ED2
    one FA83 5ED9
    one FA84 5F69
    one FA85 5FAD
    one FA86 60D8
    one FA87 614E
    one FA88 6108
    one FA89 618E
    one FA8A 6160
    one FA8B 61F2
    one FA8C 6234
    one FA8D 63C4
    one FA8E 641C
    one FA8F 6452
    one FA90 6556
    one FA91 6674
    one FA92 6717
    one FA93 671B
    one FA94 6756
    one FA95 6B79
    one FA96 6BBA
    one FA97 6D41
    one FA98 6EDB
    one FA99 6ECB
    one FA9A 6F22
    one FA9B 701E
    one FA9C 716E
    one FA9D 77A7
    one FA9E 7235
    one FA9F 72AF
    one FAA0 732A
    one FAA1 7471
    one FAA2 7506
    one FAA3 753B
    one FAA4 761D
    one FAA5 761F
    one FAA6 76CA
    one FAA7 76DB
    one FAA8 76F4
    one FAA9 774A
    one FAAA 7740
    one FAAB 78CC
    one FAAC 7AB1
    one FAAD 7BC0
    one FAAE 7C7B
    one FAAF 7D5B
    one FAB0 7DF4
    one FAB1 7F3E
    one FAB2 8005
    one FAB3 8352
    one FAB4 83EF
    one FAB5 8779
    one FAB6 8941
    one FAB7 8986
    one FAB8 8996
    one FAB9 8ABF
    one FABA 8AF8
    one FABB 8ACB
    one FABC 8B01
    one FABD 8AFE
    one FABE 8AED
    one FABF 8B39
    one FAC0 8B8A
    one FAC1 8D08
    one FAC2 8F38
    one FAC3 9072
    one FAC4 9199
    one FAC5 9276
    one FAC6 967C
    one FAC7 96E3
    one FAC8 9756
    one FAC9 97DB
    one FACA 97FF
    one FACB 980B
    one FACC 983B
    one FACD 9B12
    one FACE 9F9C
    one FACF 2284A
    one FAD0 22844
    one FAD1 233D5
    one FAD2 3B9D
    one FAD3 4018
    one FAD4 4039
    one FAD5 25249
    one FAD6 25CD0
    one FAD7 27ED3
    one FAD8 9F43
    one FAD9 9F8E
    one FB20 5E2
    one FB21 5D0
    down FB22 FB23 1 F54F
    down FB24 FB26 1 F549
    one FB27 5E8
    one FB28 5EA
    one FB29 2B
    one FB50 671
    one FB51 671
    one FB52 67B
    one FB53 67B
    one FB54 67B
    one FB55 67B
    one FB56 67E
    one FB57 67E
    one FB58 67E
    one FB59 67E
    one FB5A 680
    one FB5B 680
    one FB5C 680
    one FB5D 680
    one FB5E 67A
    one FB5F 67A
    one FB60 67A
    one FB61 67A
    one FB62 67F
    one FB63 67F
    one FB64 67F
    one FB65 67F
    one FB66 679
    one FB67 679
    one FB68 679
    one FB69 679
    one FB6A 6A4
    one FB6B 6A4
    one FB6C 6A4
    one FB6D 6A4
    one FB6E 6A6
    one FB6F 6A6
    one FB70 6A6
    one FB71 6A6
    one FB72 684
    one FB73 684
    one FB74 684
    one FB75 684
    one FB76 683
    one FB77 683
    one FB78 683
    one FB79 683
    one FB7A 686
    one FB7B 686
    one FB7C 686
    down FB7D FB7E 1 F4F7
    one FB7F 687
    one FB80 687
    one FB81 687
    one FB82 68D
    one FB83 68D
    one FB84 68C
    one FB85 68C
    one FB86 68E
    one FB87 68E
    one FB88 688
    one FB89 688
    one FB8A 698
    one FB8B 698
    one FB8C 691
    one FB8D 691
    one FB8E 6A9
    one FB8F 6A9
    one FB90 6A9
    one FB91 6A9
    one FB92 6AF
    one FB93 6AF
    one FB94 6AF
    one FB95 6AF
    one FB96 6B3
    one FB97 6B3
    one FB98 6B3
    one FB99 6B3
    one FB9A 6B1
    one FB9B 6B1
    one FB9C 6B1
    one FB9D 6B1
    one FB9E 6BA
    down FB9F FBA0 1 F4E5
    one FBA1 6BB
    one FBA2 6BB
    one FBA3 6BB
    one FBA4 6C0
    down FBA5 FBA6 1 F4E5
    one FBA7 6C1
    one FBA8 6C1
    one FBA9 6C1
    one FBAA 6BE
    one FBAB 6BE
    one FBAC 6BE
    one FBAD 6BE
    one FBAE 6D2
    down FBAF FBB0 1 F4DD
    one FBB1 6D3
    one FBD3 6AD
    one FBD4 6AD
    one FBD5 6AD
    one FBD6 6AD
    one FBD7 6C7
    one FBD8 6C7
    one FBD9 6C6
    one FBDA 6C6
    one FBDB 6C8
    one FBDC 6C8
    one FBDE 6CB
    one FBDF 6CB
    one FBE0 6C5
    one FBE1 6C5
    one FBE2 6C9
    one FBE3 6C9
    one FBE4 6D0
    one FBE5 6D0
    one FBE6 6D0
    one FBE7 6D0
    one FBE8 649
    one FBE9 649
    one FBFC 6CC
    one FBFD 6CC
    one FBFE 6CC
    one FBFF 6CC
    one FE10 2C
    down FE11 FE12 1 CE10
    down FE13 FE14 1 FDD9
    one FE15 21
    one FE16 3F
    down FE17 FE18 1 CE01
    one FE31 2014
    one FE32 2013
    one FE33 5F
    one FE34 5F
    down FE35 FE36 1 FE0D
    one FE37 7B
    one FE38 7D
    down FE39 FE3A 1 CE25
    down FE3B FE3C 1 CE2B
    down FE3D FE3E 1 CE33
    down FE3F FE40 1 CE37
    down FE41 FE44 1 CE35
    one FE47 5B
    one FE48 5D
    one FE4D 5F
    one FE4E 5F
    one FE4F 5F
    one FE50 2C
    one FE51 3001
    one FE52 2E
    one FE54 3B
    one FE55 3A
    one FE56 3F
    one FE57 21
    one FE58 2014
    down FE59 FE5A 1 FE31
    one FE5B 7B
    one FE5C 7D
    down FE5D FE5E 1 CE49
    one FE5F 23
    one FE60 26
    down FE61 FE62 1 FE37
    one FE63 2D
    one FE64 3C
    one FE65 3E
    one FE66 3D
    one FE68 5C
    down FE69 FE6A 1 FE45
    one FE6B 40
    down FE80 FE81 1 F85F
    down FE82 FE83 1 F860
    down FE84 FE85 1 F861
    down FE86 FE87 1 F862
    down FE88 FE89 1 F863
    one FE8A 626
    one FE8B 626
    down FE8C FE8D 1 F866
    down FE8E FE8F 1 F867
    one FE90 628
    one FE91 628
    down FE92 FE93 1 F86A
    down FE94 FE95 1 F86B
    one FE96 62A
    one FE97 62A
    down FE98 FE99 1 F86E
    one FE9A 62B
    one FE9B 62B
    down FE9C FE9D 1 F871
    one FE9E 62C
    one FE9F 62C
    down FEA0 FEA1 1 F874
    one FEA2 62D
    one FEA3 62D
    down FEA4 FEA5 1 F877
    one FEA6 62E
    one FEA7 62E
    down FEA8 FEA9 1 F87A
    down FEAA FEAB 1 F87B
    down FEAC FEAD 1 F87C
    down FEAE FEAF 1 F87D
    down FEB0 FEB1 1 F87E
    one FEB2 633
    one FEB3 633
    down FEB4 FEB5 1 F881
    one FEB6 634
    one FEB7 634
    down FEB8 FEB9 1 F884
    one FEBA 635
    one FEBB 635
    down FEBC FEBD 1 F887
    one FEBE 636
    one FEBF 636
    down FEC0 FEC1 1 F88A
    one FEC2 637
    one FEC3 637
    down FEC4 FEC5 1 F88D
    one FEC6 638
    one FEC7 638
    down FEC8 FEC9 1 F890
    one FECA 639
    one FECB 639
    down FECC FECD 1 F893
    one FECE 63A
    one FECF 63A
    one FED0 63A
    one FED1 641
    one FED2 641
    one FED3 641
    down FED4 FED5 1 F893
    one FED6 642
    one FED7 642
    down FED8 FED9 1 F896
    one FEDA 643
    one FEDB 643
    down FEDC FEDD 1 F899
    one FEDE 644
    one FEDF 644
    down FEE0 FEE1 1 F89C
    one FEE2 645
    one FEE3 645
    down FEE4 FEE5 1 F89F
    one FEE6 646
    one FEE7 646
    down FEE8 FEE9 1 F8A2
    one FEEA 647
    one FEEB 647
    down FEEC FEED 1 F8A5
    down FEEE FEEF 1 F8A6
    down FEF0 FEF1 1 F8A7
    one FEF2 64A
    one FEF3 64A
    one FEF4 64A
    down FF01 FF20 1 FEE0
    down FF21 FF3A 1 FEC0
    down FF3B FF5E 1 FEE0
    down FF5F FF60 1 D5DA
    one FF61 3002
    down FF62 FF63 1 CF56
    one FF64 3001
    one FF65 30FB
    one FF66 30F2
    one FF67 30A1
    one FF68 30A3
    one FF69 30A5
    one FF6A 30A7
    one FF6B 30A9
    one FF6C 30E3
    one FF6D 30E5
    one FF6E 30E7
    one FF6F 30C3
    one FF70 30FC
    one FF71 30A2
    one FF72 30A4
    one FF73 30A6
    one FF74 30A8
    down FF75 FF76 1 CECB
    one FF77 30AD
    one FF78 30AF
    one FF79 30B1
    one FF7A 30B3
    one FF7B 30B5
    one FF7C 30B7
    one FF7D 30B9
    one FF7E 30BB
    one FF7F 30BD
    one FF80 30BF
    one FF81 30C1
    one FF82 30C4
    one FF83 30C6
    one FF84 30C8
    down FF85 FF8A 1 CEBB
    one FF8B 30D2
    one FF8C 30D5
    one FF8D 30D8
    one FF8E 30DB
    down FF8F FF93 1 CEB1
    one FF94 30E4
    one FF95 30E6
    down FF96 FF9B 1 CEAE
    one FF9C 30EF
    one FF9D 30F3
    down FF9E FF9F 1 CF05
    down FFA1 FFA2 1 EEA1
    one FFA3 11AA
    one FFA4 1102
    down FFA5 FFA6 1 EDF9
    down FFA7 FFA9 1 EEA4
    down FFAA FFAF 1 EDFA
    one FFB0 111A
    down FFB1 FFB3 1 EEAB
    one FFB4 1121
    down FFB5 FFBE 1 EEAC
    down FFC2 FFC7 1 EE61
    down FFCA FFCF 1 EE63
    down FFD2 FFD7 1 EE65
    down FFDA FFDC 1 EE67
    down FFE0 FFE1 1 FF3E
    one FFE2 AC
    one FFE4 A6
    one FFE5 A5
    one FFE6 20A9
    one FFE8 2502
    down FFE9 FFEC 1 DE59
    one FFED 25A0
    one FFEE 25CB
    up 10400 10427 1 28
    up 104B0 104D3 1 28
    up 10570 1057A 1 27
    up 1057C 1058A 1 27
    up 1058C 10592 1 27
    up 10594 10595 1 27
    down 10781 10782 1 104B1
    one 10783 E6
    one 10784 299
    one 10785 253
    one 10787 2A3
    one 10788 AB66
    one 10789 2A5
    one 1078A 2A4
    down 1078B 1078C 1 10535
    one 1078D 1D91
    one 1078E 258
    one 1078F 25E
    one 10790 2A9
    one 10791 264
    one 10792 262
    one 10793 260
    one 10794 29B
    one 10795 127
    one 10796 29C
    one 10797 267
    one 10798 284
    down 10799 1079A 1 104EF
    one 1079B 26C
    one 1079C 1DF04
    one 1079D A78E
    one 1079E 26E
    one 1079F 1DF05
    one 107A0 28E
    one 107A1 1DF06
    one 107A2 F8
    down 107A3 107A4 1 1052D
    one 107A5 71
    one 107A6 27A
    one 107A7 1DF08
    down 107A8 107A9 1 1052B
    one 107AA 280
    one 107AB 2A8
    one 107AC 2A6
    one 107AD AB67
    one 107AE 2A7
    one 107AF 288
    one 107B0 2C71
    one 107B2 28F
    down 107B3 107B4 1 10512
    one 107B5 298
    down 107B6 107B8 1 105F6
    one 107B9 1DF0A
    one 107BA 1DF1E
    up 10C80 10CB2 1 40
    up 118A0 118BF 1 20
    up 16E40 16E5F 1 20
    down 1D400 1D419 1 1D39F
    down 1D41A 1D433 1 1D3B9
    down 1D434 1D44D 1 1D3D3
    down 1D44E 1D454 1 1D3ED
    down 1D456 1D467 1 1D3ED
    down 1D468 1D481 1 1D407
    down 1D482 1D49B 1 1D421
    one 1D49C 61
    down 1D49E 1D49F 1 1D43B
    one 1D4A2 67
    down 1D4A5 1D4A6 1 1D43B
    down 1D4A9 1D4AC 1 1D43B
    down 1D4AE 1D4B5 1 1D43B
    down 1D4B6 1D4B9 1 1D455
    one 1D4BB 66
    down 1D4BD 1D4C3 1 1D455
    down 1D4C5 1D4CF 1 1D455
    down 1D4D0 1D4E9 1 1D46F
    down 1D4EA 1D503 1 1D489
    down 1D504 1D505 1 1D4A3
    down 1D507 1D50A 1 1D4A3
    down 1D50D 1D514 1 1D4A3
    down 1D516 1D51C 1 1D4A3
    down 1D51E 1D537 1 1D4BD
    down 1D538 1D539 1 1D4D7
    down 1D53B 1D53E 1 1D4D7
    down 1D540 1D544 1 1D4D7
    one 1D546 6F
    down 1D54A 1D550 1 1D4D7
    down 1D552 1D56B 1 1D4F1
    down 1D56C 1D585 1 1D50B
    down 1D586 1D59F 1 1D525
    down 1D5A0 1D5B9 1 1D53F
    down 1D5BA 1D5D3 1 1D559
    down 1D5D4 1D5ED 1 1D573
    down 1D5EE 1D607 1 1D58D
    down 1D608 1D621 1 1D5A7
    down 1D622 1D63B 1 1D5C1
    down 1D63C 1D655 1 1D5DB
    down 1D656 1D66F 1 1D5F5
    down 1D670 1D689 1 1D60F
    down 1D68A 1D6A3 1 1D629
    one 1D6A4 131
    one 1D6A5 237
    down 1D6A8 1D6B8 1 1D2F7
    one 1D6B9 3B8
    down 1D6BA 1D6C0 1 1D2F7
    one 1D6C1 2207
    down 1D6C2 1D6D2 1 1D311
    one 1D6D3 3C3
    down 1D6D4 1D6DA 1 1D311
    one 1D6DB 2202
    one 1D6DC 3B5
    one 1D6DD 3B8
    one 1D6DE 3BA
    one 1D6DF 3C6
    one 1D6E0 3C1
    one 1D6E1 3C0
    down 1D6E2 1D6F2 1 1D331
    one 1D6F3 3B8
    down 1D6F4 1D6FA 1 1D331
    one 1D6FB 2207
    down 1D6FC 1D70C 1 1D34B
    one 1D70D 3C3
    down 1D70E 1D714 1 1D34B
    one 1D715 2202
    one 1D716 3B5
    one 1D717 3B8
    one 1D718 3BA
    one 1D719 3C6
    one 1D71A 3C1
    one 1D71B 3C0
    down 1D71C 1D72C 1 1D36B
    one 1D72D 3B8
    down 1D72E 1D734 1 1D36B
    one 1D735 2207
    down 1D736 1D746 1 1D385
    one 1D747 3C3
    down 1D748 1D74E 1 1D385
    one 1D74F 2202
    one 1D750 3B5
    one 1D751 3B8
    one 1D752 3BA
    one 1D753 3C6
    one 1D754 3C1
    one 1D755 3C0
    down 1D756 1D766 1 1D3A5
    one 1D767 3B8
    down 1D768 1D76E 1 1D3A5
    one 1D76F 2207
    down 1D770 1D780 1 1D3BF
    one 1D781 3C3
    down 1D782 1D788 1 1D3BF
    one 1D789 2202
    one 1D78A 3B5
    one 1D78B 3B8
    one 1D78C 3BA
    one 1D78D 3C6
    one 1D78E 3C1
    one 1D78F 3C0
    down 1D790 1D7A0 1 1D3DF
    one 1D7A1 3B8
    down 1D7A2 1D7A8 1 1D3DF
    one 1D7A9 2207
    down 1D7AA 1D7BA 1 1D3F9
    one 1D7BB 3C3
    down 1D7BC 1D7C2 1 1D3F9
    one 1D7C3 2202
    one 1D7C4 3B5
    one 1D7C5 3B8
    one 1D7C6 3BA
    one 1D7C7 3C6
    one 1D7C8 3C1
    one 1D7C9 3C0
    one 1D7CA 3DD
    one 1D7CB 3DD
    down 1D7CE 1D7D7 1 1D79E
    down 1D7D8 1D7E1 1 1D7A8
    down 1D7E2 1D7EB 1 1D7B2
    down 1D7EC 1D7F5 1 1D7BC
    down 1D7F6 1D7FF 1 1D7C6
    up 1E900 1E921 1 22
    down 1EE00 1EE01 1 1E7D9
    one 1EE02 62C
    one 1EE03 62F
    one 1EE05 648
    one 1EE06 632
    one 1EE07 62D
    one 1EE08 637
    one 1EE09 64A
    down 1EE0A 1EE0D 1 1E7C7
    one 1EE0E 633
    one 1EE0F 639
    one 1EE10 641
    one 1EE11 635
    one 1EE12 642
    one 1EE13 631
    one 1EE14 634
    down 1EE15 1EE16 1 1E7EB
    one 1EE17 62E
    one 1EE18 630
    one 1EE19 636
    one 1EE1A 638
    one 1EE1B 63A
    one 1EE1C 66E
    one 1EE1D 6BA
    one 1EE1E 6A1
    one 1EE1F 66F
    one 1EE21 628
    one 1EE22 62C
    one 1EE24 647
    one 1EE27 62D
    one 1EE29 64A
    down 1EE2A 1EE2D 1 1E7E7
    one 1EE2E 633
    one 1EE2F 639
    one 1EE30 641
    one 1EE31 635
    one 1EE32 642
    one 1EE34 634
    down 1EE35 1EE36 1 1E80B
    one 1EE37 62E
    one 1EE39 636
    one 1EE3B 63A
    one 1EE42 62C
    one 1EE47 62D
    one 1EE49 64A
    one 1EE4B 644
    one 1EE4D 646
    one 1EE4E 633
    one 1EE4F 639
    one 1EE51 635
    one 1EE52 642
    one 1EE54 634
    one 1EE57 62E
    one 1EE59 636
    one 1EE5B 63A
    one 1EE5D 6BA
    one 1EE5F 66F
    one 1EE61 628
    one 1EE62 62C
    one 1EE64 647
    one 1EE67 62D
    one 1EE68 637
    one 1EE69 64A
    one 1EE6A 643
    down 1EE6C 1EE6D 1 1E827
    one 1EE6E 633
    one 1EE6F 639
    one 1EE70 641
    one 1EE71 635
    one 1EE72 642
    one 1EE74 634
    down 1EE75 1EE76 1 1E84B
    one 1EE77 62E
    one 1EE79 636
    one 1EE7A 638
    one 1EE7B 63A
    one 1EE7C 66E
    one 1EE7E 6A1
    down 1EE80 1EE81 1 1E859
    one 1EE82 62C
    one 1EE83 62F
    down 1EE84 1EE85 1 1E83D
    one 1EE86 632
    one 1EE87 62D
    one 1EE88 637
    one 1EE89 64A
    down 1EE8B 1EE8D 1 1E847
    one 1EE8E 633
    one 1EE8F 639
    one 1EE90 641
    one 1EE91 635
    one 1EE92 642
    one 1EE93 631
    one 1EE94 634
    down 1EE95 1EE96 1 1E86B
    one 1EE97 62E
    one 1EE98 630
    one 1EE99 636
    one 1EE9A 638
    one 1EE9B 63A
    one 1EEA1 628
    one 1EEA2 62C
    one 1EEA3 62F
    one 1EEA5 648
    one 1EEA6 632
    one 1EEA7 62D
    one 1EEA8 637
    one 1EEA9 64A
    down 1EEAB 1EEAD 1 1E867
    one 1EEAE 633
    one 1EEAF 639
    one 1EEB0 641
    one 1EEB1 635
    one 1EEB2 642
    one 1EEB3 631
    one 1EEB4 634
    down 1EEB5 1EEB6 1 1E88B
    one 1EEB7 62E
    one 1EEB8 630
    one 1EEB9 636
    one 1EEBA 638
    one 1EEBB 63A
    one 1F12B 63
    one 1F12C 72
    down 1F130 1F149 1 1F0CF
    one 1F202 30B5
    one 1F210 624B
    one 1F211 5B57
    one 1F212 53CC
    one 1F213 30C7
    one 1F214 4E8C
    one 1F215 591A
    one 1F216 89E3
    one 1F217 5929
    one 1F218 4EA4
    one 1F219 6620
    one 1F21A 7121
    one 1F21B 6599
    one 1F21C 524D
    one 1F21D 5F8C
    one 1F21E 518D
    one 1F21F 65B0
    one 1F220 521D
    one 1F221 7D42
    one 1F222 751F
    one 1F223 8CA9
    one 1F224 58F0
    one 1F225 5439
    one 1F226 6F14
    one 1F227 6295
    one 1F228 6355
    one 1F229 4E00
    one 1F22A 4E09
    one 1F22B 904A
    one 1F22C 5DE6
    one 1F22D 4E2D
    one 1F22E 53F3
    one 1F22F 6307
    one 1F230 8D70
    one 1F231 6253
    one 1F232 7981
    one 1F233 7A7A
    one 1F234 5408
    one 1F235 6E80
    one 1F236 6709
    one 1F237 6708
    one 1F238 7533
    one 1F239 5272
    one 1F23A 55B6
    one 1F23B 914D
    one 1F250 5F97
    one 1F251 53EF
    down 1FBF0 1FBF9 1 1FBC0
    one 2F800 4E3D
    one 2F801 4E38
    one 2F802 4E41
    one 2F803 20122
    one 2F804 4F60
    one 2F805 4FAE
    one 2F806 4FBB
    one 2F807 5002
    one 2F808 507A
    one 2F809 5099
    one 2F80A 50E7
    one 2F80B 50CF
    one 2F80C 349E
    one 2F80D 2063A
    one 2F80E 514D
    one 2F80F 5154
    one 2F810 5164
    one 2F811 5177
    one 2F812 2051C
    one 2F813 34B9
    one 2F814 5167
    one 2F815 518D
    one 2F816 2054B
    one 2F817 5197
    one 2F818 51A4
    one 2F819 4ECC
    one 2F81A 51AC
    one 2F81B 51B5
    one 2F81C 291DF
    one 2F81D 51F5
    one 2F81E 5203
    one 2F81F 34DF
    one 2F820 523B
    one 2F821 5246
    one 2F822 5272
    one 2F823 5277
    one 2F824 3515
    one 2F825 52C7
    one 2F826 52C9
    one 2F827 52E4
    one 2F828 52FA
    down 2F829 2F82A 1 2A524
    one 2F82B 5317
    one 2F82C 5349
    one 2F82D 5351
    one 2F82E 535A
    one 2F82F 5373
    one 2F830 537D
    one 2F831 537F
    one 2F832 537F
    one 2F833 537F
    one 2F834 20A2C
    one 2F835 7070
    one 2F836 53CA
    one 2F837 53DF
    one 2F838 20B63
    one 2F839 53EB
    one 2F83A 53F1
    one 2F83B 5406
    one 2F83C 549E
    one 2F83D 5438
    one 2F83E 5448
    one 2F83F 5468
    one 2F840 54A2
    one 2F841 54F6
    one 2F842 5510
    one 2F843 5553
    one 2F844 5563
    one 2F845 5584
    one 2F846 5584
    one 2F847 5599
    one 2F848 55AB
    one 2F849 55B3
    one 2F84A 55C2
    one 2F84B 5716
    one 2F84C 5606
    one 2F84D 5717
    one 2F84E 5651
    one 2F84F 5674
    one 2F850 5207
    one 2F851 58EE
    one 2F852 57CE
    one 2F853 57F4
    one 2F854 580D
    one 2F855 578B
    one 2F856 5832
    one 2F857 5831
    one 2F858 58AC
    one 2F859 214E4
    one 2F85A 58F2
    one 2F85B 58F7
    one 2F85C 5906
    one 2F85D 591A
    one 2F85E 5922
    one 2F85F 5962
    one 2F860 216A8
    one 2F861 216EA
    one 2F862 59EC
    one 2F863 5A1B
    one 2F864 5A27
    one 2F865 59D8
    one 2F866 5A66
    one 2F867 36EE
    one 2F868 36FC
    one 2F869 5B08
    one 2F86A 5B3E
    one 2F86B 5B3E
    one 2F86C 219C8
    one 2F86D 5BC3
    one 2F86E 5BD8
    one 2F86F 5BE7
    one 2F870 5BF3
    one 2F871 21B18
    one 2F872 5BFF
    one 2F873 5C06
    one 2F874 5F53
    one 2F875 5C22
    one 2F876 3781
    one 2F877 5C60
    one 2F878 5C6E
    one 2F879 5CC0
    one 2F87A 5C8D
    one 2F87B 21DE4
    one 2F87C 5D43
    one 2F87D 21DE6
    one 2F87E 5D6E
    one 2F87F 5D6B
    one 2F880 5D7C
    down 2F881 2F882 1 29AA0
    one 2F883 382F
    one 2F884 5DFD
    one 2F885 5E28
    one 2F886 5E3D
    one 2F887 5E69
    one 2F888 3862
    one 2F889 22183
    one 2F88A 387C
    one 2F88B 5EB0
    one 2F88C 5EB3
    one 2F88D 5EB6
    one 2F88E 5ECA
    one 2F88F 2A392
    one 2F890 5EFE
    one 2F891 22331
    one 2F892 22331
    one 2F893 8201
    one 2F894 5F22
    one 2F895 5F22
    one 2F896 38C7
    one 2F897 232B8
    one 2F898 261DA
    one 2F899 5F62
    one 2F89A 5F6B
    one 2F89B 38E3
    one 2F89C 5F9A
    one 2F89D 5FCD
    one 2F89E 5FD7
    one 2F89F 5FF9
    one 2F8A0 6081
    one 2F8A1 393A
    one 2F8A2 391C
    one 2F8A3 6094
    one 2F8A4 226D4
    one 2F8A5 60C7
    one 2F8A6 6148
    one 2F8A7 614C
    one 2F8A8 614E
    one 2F8A9 614C
    one 2F8AA 617A
    one 2F8AB 618E
    one 2F8AC 61B2
    one 2F8AD 61A4
    one 2F8AE 61AF
    one 2F8AF 61DE
    one 2F8B0 61F2
    one 2F8B1 61F6
    one 2F8B2 6210
    one 2F8B3 621B
    one 2F8B4 625D
    one 2F8B5 62B1
    one 2F8B6 62D4
    one 2F8B7 6350
    one 2F8B8 22B0C
    one 2F8B9 633D
    one 2F8BA 62FC
    one 2F8BB 6368
    one 2F8BC 6383
    one 2F8BD 63E4
    one 2F8BE 22BF1
    one 2F8BF 6422
    one 2F8C0 63C5
    one 2F8C1 63A9
    one 2F8C2 3A2E
    one 2F8C3 6469
    one 2F8C4 647E
    one 2F8C5 649D
    one 2F8C6 6477
    one 2F8C7 3A6C
    one 2F8C8 654F
    one 2F8C9 656C
    one 2F8CA 2300A
    one 2F8CB 65E3
    one 2F8CC 66F8
    one 2F8CD 6649
    one 2F8CE 3B19
    one 2F8CF 6691
    one 2F8D0 3B08
    one 2F8D1 3AE4
    one 2F8D2 5192
    one 2F8D3 5195
    one 2F8D4 6700
    one 2F8D5 669C
    one 2F8D6 80AD
    one 2F8D7 43D9
    one 2F8D8 6717
    one 2F8D9 671B
    one 2F8DA 6721
    one 2F8DB 675E
    one 2F8DC 6753
    one 2F8DD 233C3
    one 2F8DE 3B49
    one 2F8DF 67FA
    one 2F8E0 6785
    one 2F8E1 6852
    one 2F8E2 6885
    one 2F8E3 2346D
    one 2F8E4 688E
    one 2F8E5 681F
    one 2F8E6 6914
    one 2F8E7 3B9D
    one 2F8E8 6942
    one 2F8E9 69A3
    one 2F8EA 69EA
    one 2F8EB 6AA8
    one 2F8EC 236A3
    one 2F8ED 6ADB
    one 2F8EE 3C18
    one 2F8EF 6B21
    one 2F8F0 238A7
    one 2F8F1 6B54
    one 2F8F2 3C4E
    one 2F8F3 6B72
    one 2F8F4 6B9F
    down 2F8F5 2F8F6 1 28D3B
    one 2F8F7 23A8D
    one 2F8F8 21D0B
    one 2F8F9 23AFA
    one 2F8FA 6C4E
    one 2F8FB 23CBC
    one 2F8FC 6CBF
    one 2F8FD 6CCD
    one 2F8FE 6C67
    one 2F8FF 6D16
    one 2F900 6D3E
    one 2F901 6D77
    one 2F902 6D41
    one 2F903 6D69
    one 2F904 6D78
    one 2F905 6D85
    one 2F906 23D1E
    one 2F907 6D34
    one 2F908 6E2F
    one 2F909 6E6E
    one 2F90A 3D33
    one 2F90B 6ECB
    one 2F90C 6EC7
    one 2F90D 23ED1
    one 2F90E 6DF9
    one 2F90F 6F6E
    one 2F910 23F5E
    one 2F911 23F8E
    one 2F912 6FC6
    one 2F913 7039
    one 2F914 701E
    one 2F915 701B
    one 2F916 3D96
    one 2F917 704A
    one 2F918 707D
    one 2F919 7077
    one 2F91A 70AD
    one 2F91B 20525
    one 2F91C 7145
    one 2F91D 24263
    one 2F91E 719C
    one 2F91F 243AB
    one 2F920 7228
    one 2F921 7235
    one 2F922 7250
    one 2F923 24608
    one 2F924 7280
    one 2F925 7295
    one 2F926 24735
    one 2F927 24814
    one 2F928 737A
    one 2F929 738B
    one 2F92A 3EAC
    one 2F92B 73A5
    one 2F92C 3EB8
    one 2F92D 3EB8
    one 2F92E 7447
    one 2F92F 745C
    one 2F930 7471
    one 2F931 7485
    one 2F932 74CA
    one 2F933 3F1B
    one 2F934 7524
    one 2F935 24C36
    one 2F936 753E
    one 2F937 24C92
    one 2F938 7570
    one 2F939 2219F
    one 2F93A 7610
    one 2F93B 24FA1
    one 2F93C 24FB8
    one 2F93D 25044
    one 2F93E 3FFC
    one 2F93F 4008
    one 2F940 76F4
    one 2F941 250F3
    one 2F942 250F2
    one 2F943 25119
    one 2F944 25133
    down 2F945 2F946 1 28227
    one 2F947 771F
    one 2F948 774A
    one 2F949 4039
    one 2F94A 778B
    one 2F94B 4046
    one 2F94C 4096
    one 2F94D 2541D
    one 2F94E 784E
    one 2F94F 788C
    one 2F950 78CC
    one 2F951 40E3
    one 2F952 25626
    one 2F953 7956
    one 2F954 2569A
    one 2F955 256C5
    one 2F956 798F
    one 2F957 79EB
    one 2F958 412F
    one 2F959 7A40
    one 2F95A 7A4A
    one 2F95B 7A4F
    one 2F95C 2597C
    one 2F95D 25AA7
    one 2F95E 25AA7
    one 2F95F 7AEE
    one 2F960 4202
    one 2F961 25BAB
    one 2F962 7BC6
    one 2F963 7BC9
    one 2F964 4227
    one 2F965 25C80
    one 2F966 7CD2
    one 2F967 42A0
    one 2F968 7CE8
    one 2F969 7CE3
    one 2F96A 7D00
    one 2F96B 25F86
    one 2F96C 7D63
    one 2F96D 4301
    one 2F96E 7DC7
    one 2F96F 7E02
    one 2F970 7E45
    one 2F971 4334
    one 2F972 26228
    one 2F973 26247
    one 2F974 4359
    one 2F975 262D9
    one 2F976 7F7A
    one 2F977 2633E
    one 2F978 7F95
    one 2F979 7FFA
    one 2F97A 8005
    one 2F97B 264DA
    one 2F97C 26523
    one 2F97D 8060
    one 2F97E 265A8
    one 2F97F 8070
    one 2F980 2335F
    one 2F981 43D5
    one 2F982 80B2
    one 2F983 8103
    one 2F984 440B
    one 2F985 813E
    one 2F986 5AB5
    one 2F987 267A7
    one 2F988 267B5
    one 2F989 23393
    one 2F98A 2339C
    one 2F98B 8201
    one 2F98C 8204
    one 2F98D 8F9E
    one 2F98E 446B
    one 2F98F 8291
    one 2F990 828B
    one 2F991 829D
    one 2F992 52B3
    one 2F993 82B1
    one 2F994 82B3
    one 2F995 82BD
    one 2F996 82E6
    one 2F997 26B3C
    one 2F998 82E5
    one 2F999 831D
    one 2F99A 8363
    one 2F99B 83AD
    one 2F99C 8323
    one 2F99D 83BD
    one 2F99E 83E7
    one 2F99F 8457
    one 2F9A0 8353
    one 2F9A1 83CA
    one 2F9A2 83CC
    one 2F9A3 83DC
    one 2F9A4 26C36
    one 2F9A5 26D6B
    one 2F9A6 26CD5
    one 2F9A7 452B
    one 2F9A8 84F1
    one 2F9A9 84F3
    one 2F9AA 8516
    one 2F9AB 273CA
    one 2F9AC 8564
    one 2F9AD 26F2C
    one 2F9AE 455D
    one 2F9AF 4561
    one 2F9B0 26FB1
    one 2F9B1 270D2
    one 2F9B2 456B
    one 2F9B3 8650
    one 2F9B4 865C
    one 2F9B5 8667
    one 2F9B6 8669
    one 2F9B7 86A9
    one 2F9B8 8688
    one 2F9B9 870E
    one 2F9BA 86E2
    one 2F9BB 8779
    one 2F9BC 8728
    one 2F9BD 876B
    one 2F9BE 8786
    one 2F9BF 45D7
    one 2F9C0 87E1
    one 2F9C1 8801
    one 2F9C2 45F9
    one 2F9C3 8860
    one 2F9C4 8863
    one 2F9C5 27667
    one 2F9C6 88D7
    one 2F9C7 88DE
    one 2F9C8 4635
    one 2F9C9 88FA
    one 2F9CA 34BB
    one 2F9CB 278AE
    one 2F9CC 27966
    one 2F9CD 46BE
    one 2F9CE 46C7
    one 2F9CF 8AA0
    one 2F9D0 8AED
    one 2F9D1 8B8A
    one 2F9D2 8C55
    one 2F9D3 27CA8
    one 2F9D4 8CAB
    one 2F9D5 8CC1
    one 2F9D6 8D1B
    one 2F9D7 8D77
    one 2F9D8 27F2F
    one 2F9D9 20804
    one 2F9DA 8DCB
    one 2F9DB 8DBC
    one 2F9DC 8DF0
    one 2F9DD 208DE
    one 2F9DE 8ED4
    one 2F9DF 8F38
    one 2F9E0 285D2
    one 2F9E1 285ED
    one 2F9E2 9094
    one 2F9E3 90F1
    one 2F9E4 9111
    one 2F9E5 2872E
    one 2F9E6 911B
    one 2F9E7 9238
    down 2F9E8 2F9E9 1 26711
    one 2F9EA 927C
    one 2F9EB 93F9
    one 2F9EC 9415
    one 2F9ED 28BFA
    one 2F9EE 958B
    one 2F9EF 4995
    one 2F9F0 95B7
    one 2F9F1 28D77
    one 2F9F2 49E6
    one 2F9F3 96C3
    one 2F9F4 5DB2
    one 2F9F5 9723
    one 2F9F6 29145
    one 2F9F7 2921A
    one 2F9F8 4A6E
    one 2F9F9 4A76
    one 2F9FA 97E0
    one 2F9FB 2940A
    one 2F9FC 4AB2
    one 2F9FD 29496
    one 2F9FE 980B
    one 2F9FF 980B
    one 2FA00 9829
    one 2FA01 295B6
    one 2FA02 98E2
    one 2FA03 4B33
    one 2FA04 9929
    one 2FA05 99A7
    one 2FA06 99C2
    one 2FA07 99FE
    one 2FA08 4BCE
    one 2FA09 29B30
    one 2FA0A 9B12
    one 2FA0B 9C40
    one 2FA0C 9CFD
    one 2FA0D 4CCE
    one 2FA0E 4CED
    one 2FA0F 9D67
    one 2FA10 2A0CE
    one 2FA11 4CF8
    one 2FA12 2A105
    one 2FA13 2A20E
    one 2FA14 2A291
    one 2FA15 9EBB
    one 2FA16 4D56
    one 2FA17 9EF9
    one 2FA18 9EFE
    one 2FA19 9F05
    one 2FA1A 9F0F
    one 2FA1B 9F16
    one 2FA1C 9F3B
    one 2FA1D 2A600
    one A8 20 308
    one AF 20 304
    one B4 20 301
    one B8 20 327
    one BC 31 2044 34
    one BD 31 2044 32
    one BE 33 2044 34
    one DF 73 73
    one 130 69 307
    one 132 69 6A
    one 133 69 6A
    one 13F 6C B7
    one 140 6C B7
    one 149 2BC 6E
    one 1C4 64 17E
    one 1C5 64 17E
    one 1C6 64 17E
    one 1C7 6C 6A
    one 1C8 6C 6A
    one 1C9 6C 6A
    one 1CA 6E 6A
    one 1CB 6E 6A
    one 1CC 6E 6A
    one 1F1 64 7A
    one 1F2 64 7A
    one 1F3 64 7A
    one 2D8 20 306
    one 2D9 20 307
    one 2DA 20 30A
    one 2DB 20 328
    one 2DC 20 303
    one 2DD 20 30B
    one 344 308 301
    one 37A 20 3B9
    one 384 20 301
    one 385 20 308 301
    one 587 565 582
    one 675 627 674
    one 676 648 674
    one 677 6C7 674
    one 678 64A 674
    one 958 915 93C
    one 959 916 93C
    one 95A 917 93C
    one 95B 91C 93C
    one 95C 921 93C
    one 95D 922 93C
    one 95E 92B 93C
    one 95F 92F 93C
    one 9DC 9A1 9BC
    one 9DD 9A2 9BC
    one 9DF 9AF 9BC
    one A33 A32 A3C
    one A36 A38 A3C
    one A59 A16 A3C
    one A5A A17 A3C
    one A5B A1C A3C
    one A5E A2B A3C
    one B5C B21 B3C
    one B5D B22 B3C
    one E33 E4D E32
    one EB3 ECD EB2
    one EDC EAB E99
    one EDD EAB EA1
    one F43 F42 FB7
    one F4D F4C FB7
    one F52 F51 FB7
    one F57 F56 FB7
    one F5C F5B FB7
    one F69 F40 FB5
    one F73 F71 F72
    one F75 F71 F74
    one F76 FB2 F80
    one F77 FB2 F71 F80
    one F78 FB3 F80
    one F79 FB3 F71 F80
    one F81 F71 F80
    one F93 F92 FB7
    one F9D F9C FB7
    one FA2 FA1 FB7
    one FA7 FA6 FB7
    one FAC FAB FB7
    one FB9 F90 FB5
    one 1E9A 61 2BE
    one 1E9E 73 73
    one 1F80 1F00 3B9
    one 1F81 1F01 3B9
    one 1F82 1F02 3B9
    one 1F83 1F03 3B9
    one 1F84 1F04 3B9
    one 1F85 1F05 3B9
    one 1F86 1F06 3B9
    one 1F87 1F07 3B9
    one 1F88 1F00 3B9
    one 1F89 1F01 3B9
    one 1F8A 1F02 3B9
    one 1F8B 1F03 3B9
    one 1F8C 1F04 3B9
    one 1F8D 1F05 3B9
    one 1F8E 1F06 3B9
    one 1F8F 1F07 3B9
    one 1F90 1F20 3B9
    one 1F91 1F21 3B9
    one 1F92 1F22 3B9
    one 1F93 1F23 3B9
    one 1F94 1F24 3B9
    one 1F95 1F25 3B9
    one 1F96 1F26 3B9
    one 1F97 1F27 3B9
    one 1F98 1F20 3B9
    one 1F99 1F21 3B9
    one 1F9A 1F22 3B9
    one 1F9B 1F23 3B9
    one 1F9C 1F24 3B9
    one 1F9D 1F25 3B9
    one 1F9E 1F26 3B9
    one 1F9F 1F27 3B9
    one 1FA0 1F60 3B9
    one 1FA1 1F61 3B9
    one 1FA2 1F62 3B9
    one 1FA3 1F63 3B9
    one 1FA4 1F64 3B9
    one 1FA5 1F65 3B9
    one 1FA6 1F66 3B9
    one 1FA7 1F67 3B9
    one 1FA8 1F60 3B9
    one 1FA9 1F61 3B9
    one 1FAA 1F62 3B9
    one 1FAB 1F63 3B9
    one 1FAC 1F64 3B9
    one 1FAD 1F65 3B9
    one 1FAE 1F66 3B9
    one 1FAF 1F67 3B9
    one 1FB2 1F70 3B9
    one 1FB3 3B1 3B9
    one 1FB4 3AC 3B9
    one 1FB7 1FB6 3B9
    one 1FBC 3B1 3B9
    one 1FBD 20 313
    one 1FBF 20 313
    one 1FC0 20 342
    one 1FC1 20 308 342
    one 1FC2 1F74 3B9
    one 1FC3 3B7 3B9
    one 1FC4 3AE 3B9
    one 1FC7 1FC6 3B9
    one 1FCC 3B7 3B9
    one 1FCD 20 313 300
    one 1FCE 20 313 301
    one 1FCF 20 313 342
    one 1FDD 20 314 300
    one 1FDE 20 314 301
    one 1FDF 20 314 342
    one 1FED 20 308 300
    one 1FEE 20 308 301
    one 1FF2 1F7C 3B9
    one 1FF3 3C9 3B9
    one 1FF4 3CE 3B9
    one 1FF7 1FF6 3B9
    one 1FFC 3C9 3B9
    one 1FFD 20 301
    one 1FFE 20 314
    one 2017 20 333
    one 2025 2E 2E
    one 2026 2E 2E 2E
    one 2033 2032 2032
    one 2034 2032 2032 2032
    one 2036 2035 2035
    one 2037 2035 2035 2035
    one 203C 21 21
    one 203E 20 305
    one 2047 3F 3F
    one 2048 3F 21
    one 2049 21 3F
    one 2057 2032 2032 2032 2032
    one 20A8 72 73
    one 2100 61 2F 63
    one 2101 61 2F 73
    one 2103 B0 63
    one 2105 63 2F 6F
    one 2106 63 2F 75
    one 2109 B0 66
    one 2116 6E 6F
    one 2120 73 6D
    one 2121 74 65 6C
    one 2122 74 6D
    one 213B 66 61 78
    one 2150 31 2044 37
    one 2151 31 2044 39
    one 2152 31 2044 31 30
    one 2153 31 2044 33
    one 2154 32 2044 33
    one 2155 31 2044 35
    one 2156 32 2044 35
    one 2157 33 2044 35
    one 2158 34 2044 35
    one 2159 31 2044 36
    one 215A 35 2044 36
    one 215B 31 2044 38
    one 215C 33 2044 38
    one 215D 35 2044 38
    one 215E 37 2044 38
    one 215F 31 2044
    one 2161 69 69
    one 2162 69 69 69
    one 2163 69 76
    one 2165 76 69
    one 2166 76 69 69
    one 2167 76 69 69 69
    one 2168 69 78
    one 216A 78 69
    one 216B 78 69 69
    one 2171 69 69
    one 2172 69 69 69
    one 2173 69 76
    one 2175 76 69
    one 2176 76 69 69
    one 2177 76 69 69 69
    one 2178 69 78
    one 217A 78 69
    one 217B 78 69 69
    one 2189 30 2044 33
    one 222C 222B 222B
    one 222D 222B 222B 222B
    one 222F 222E 222E
    one 2230 222E 222E 222E
    one 2469 31 30
    one 246A 31 31
    one 246B 31 32
    one 246C 31 33
    one 246D 31 34
    one 246E 31 35
    one 246F 31 36
    one 2470 31 37
    one 2471 31 38
    one 2472 31 39
    one 2473 32 30
    one 2474 28 31 29
    one 2475 28 32 29
    one 2476 28 33 29
    one 2477 28 34 29
    one 2478 28 35 29
    one 2479 28 36 29
    one 247A 28 37 29
    one 247B 28 38 29
    one 247C 28 39 29
    one 247D 28 31 30 29
    one 247E 28 31 31 29
    one 247F 28 31 32 29
    one 2480 28 31 33 29
    one 2481 28 31 34 29
    one 2482 28 31 35 29
    one 2483 28 31 36 29
    one 2484 28 31 37 29
    one 2485 28 31 38 29
    one 2486 28 31 39 29
    one 2487 28 32 30 29
    one 2488 31 2E
    one 2489 32 2E
    one 248A 33 2E
    one 248B 34 2E
    one 248C 35 2E
    one 248D 36 2E
    one 248E 37 2E
    one 248F 38 2E
    one 2490 39 2E
    one 2491 31 30 2E
    one 2492 31 31 2E
    one 2493 31 32 2E
    one 2494 31 33 2E
    one 2495 31 34 2E
    one 2496 31 35 2E
    one 2497 31 36 2E
    one 2498 31 37 2E
    one 2499 31 38 2E
    one 249A 31 39 2E
    one 249B 32 30 2E
    one 249C 28 61 29
    one 249D 28 62 29
    one 249E 28 63 29
    one 249F 28 64 29
    one 24A0 28 65 29
    one 24A1 28 66 29
    one 24A2 28 67 29
    one 24A3 28 68 29
    one 24A4 28 69 29
    one 24A5 28 6A 29
    one 24A6 28 6B 29
    one 24A7 28 6C 29
    one 24A8 28 6D 29
    one 24A9 28 6E 29
    one 24AA 28 6F 29
    one 24AB 28 70 29
    one 24AC 28 71 29
    one 24AD 28 72 29
    one 24AE 28 73 29
    one 24AF 28 74 29
    one 24B0 28 75 29
    one 24B1 28 76 29
    one 24B2 28 77 29
    one 24B3 28 78 29
    one 24B4 28 79 29
    one 24B5 28 7A 29
    one 2A0C 222B 222B 222B 222B
    one 2A74 3A 3A 3D
    one 2A75 3D 3D
    one 2A76 3D 3D 3D
    one 2ADC 2ADD 338
    one 309B 20 3099
    one 309C 20 309A
    one 309F 3088 308A
    one 30FF 30B3 30C8
    one 3200 28 1100 29
    one 3201 28 1102 29
    one 3202 28 1103 29
    one 3203 28 1105 29
    one 3204 28 1106 29
    one 3205 28 1107 29
    one 3206 28 1109 29
    one 3207 28 110B 29
    one 3208 28 110C 29
    one 3209 28 110E 29
    one 320A 28 110F 29
    one 320B 28 1110 29
    one 320C 28 1111 29
    one 320D 28 1112 29
    one 320E 28 AC00 29
    one 320F 28 B098 29
    one 3210 28 B2E4 29
    one 3211 28 B77C 29
    one 3212 28 B9C8 29
    one 3213 28 BC14 29
    one 3214 28 C0AC 29
    one 3215 28 C544 29
    one 3216 28 C790 29
    one 3217 28 CC28 29
    one 3218 28 CE74 29
    one 3219 28 D0C0 29
    one 321A 28 D30C 29
    one 321B 28 D558 29
    one 321C 28 C8FC 29
    one 321D 28 C624 C804 29
    one 321E 28 C624 D6C4 29
    one 3220 28 4E00 29
    one 3221 28 4E8C 29
    one 3222 28 4E09 29
    one 3223 28 56DB 29
    one 3224 28 4E94 29
    one 3225 28 516D 29
    one 3226 28 4E03 29
    one 3227 28 516B 29
    one 3228 28 4E5D 29
    one 3229 28 5341 29
    one 322A 28 6708 29
    one 322B 28 706B 29
    one 322C 28 6C34 29
    one 322D 28 6728 29
    one 322E 28 91D1 29
    one 322F 28 571F 29
    one 3230 28 65E5 29
    one 3231 28 682A 29
    one 3232 28 6709 29
    one 3233 28 793E 29
    one 3234 28 540D 29
    one 3235 28 7279 29
    one 3236 28 8CA1 29
    one 3237 28 795D 29
    one 3238 28 52B4 29
    one 3239 28 4EE3 29
    one 323A 28 547C 29
    one 323B 28 5B66 29
    one 323C 28 76E3 29
    one 323D 28 4F01 29
    one 323E 28 8CC7 29
    one 323F 28 5354 29
    one 3240 28 796D 29
    one 3241 28 4F11 29
    one 3242 28 81EA 29
    one 3243 28 81F3 29
    one 3250 70 74 65
    one 3251 32 31
    one 3252 32 32
    one 3253 32 33
    one 3254 32 34
    one 3255 32 35
    one 3256 32 36
    one 3257 32 37
    one 3258 32 38
    one 3259 32 39
    one 325A 33 30
    one 325B 33 31
    one 325C 33 32
    one 325D 33 33
    one 325E 33 34
    one 325F 33 35
    one 327C CC38 ACE0
    one 327D C8FC C758
    one 32B1 33 36
    one 32B2 33 37
    one 32B3 33 38
    one 32B4 33 39
    one 32B5 34 30
    one 32B6 34 31
    one 32B7 34 32
    one 32B8 34 33
    one 32B9 34 34
    one 32BA 34 35
    one 32BB 34 36
    one 32BC 34 37
    one 32BD 34 38
    one 32BE 34 39
    one 32BF 35 30
    one 32C0 31 6708
    one 32C1 32 6708
    one 32C2 33 6708
    one 32C3 34 6708
    one 32C4 35 6708
    one 32C5 36 6708
    one 32C6 37 6708
    one 32C7 38 6708
    one 32C8 39 6708
    one 32C9 31 30 6708
    one 32CA 31 31 6708
    one 32CB 31 32 6708
    one 32CC 68 67
    one 32CD 65 72 67
    one 32CE 65 76
    one 32CF 6C 74 64
    one 32FF 4EE4 548C
    one 3300 30A2 30D1 30FC 30C8
    one 3301 30A2 30EB 30D5 30A1
    one 3302 30A2 30F3 30DA 30A2
    one 3303 30A2 30FC 30EB
    one 3304 30A4 30CB 30F3 30B0
    one 3305 30A4 30F3 30C1
    one 3306 30A6 30A9 30F3
    one 3307 30A8 30B9 30AF 30FC 30C9
    one 3308 30A8 30FC 30AB 30FC
    one 3309 30AA 30F3 30B9
    one 330A 30AA 30FC 30E0
    one 330B 30AB 30A4 30EA
    one 330C 30AB 30E9 30C3 30C8
    one 330D 30AB 30ED 30EA 30FC
    one 330E 30AC 30ED 30F3
    one 330F 30AC 30F3 30DE
    one 3310 30AE 30AC
    one 3311 30AE 30CB 30FC
    one 3312 30AD 30E5 30EA 30FC
    one 3313 30AE 30EB 30C0 30FC
    one 3314 30AD 30ED
    one 3315 30AD 30ED 30B0 30E9 30E0
    one 3316 30AD 30ED 30E1 30FC 30C8 30EB
    one 3317 30AD 30ED 30EF 30C3 30C8
    one 3318 30B0 30E9 30E0
    one 3319 30B0 30E9 30E0 30C8 30F3
    one 331A 30AF 30EB 30BC 30A4 30ED
    one 331B 30AF 30ED 30FC 30CD
    one 331C 30B1 30FC 30B9
    one 331D 30B3 30EB 30CA
    one 331E 30B3 30FC 30DD
    one 331F 30B5 30A4 30AF 30EB
    one 3320 30B5 30F3 30C1 30FC 30E0
    one 3321 30B7 30EA 30F3 30B0
    one 3322 30BB 30F3 30C1
    one 3323 30BB 30F3 30C8
    one 3324 30C0 30FC 30B9
    one 3325 30C7 30B7
    one 3326 30C9 30EB
    one 3327 30C8 30F3
    one 3328 30CA 30CE
    one 3329 30CE 30C3 30C8
    one 332A 30CF 30A4 30C4
    one 332B 30D1 30FC 30BB 30F3 30C8
    one 332C 30D1 30FC 30C4
    one 332D 30D0 30FC 30EC 30EB
    one 332E 30D4 30A2 30B9 30C8 30EB
    one 332F 30D4 30AF 30EB
    one 3330 30D4 30B3
    one 3331 30D3 30EB
    one 3332 30D5 30A1 30E9 30C3 30C9
    one 3333 30D5 30A3 30FC 30C8
    one 3334 30D6 30C3 30B7 30A7 30EB
    one 3335 30D5 30E9 30F3
    one 3336 30D8 30AF 30BF 30FC 30EB
    one 3337 30DA 30BD
    one 3338 30DA 30CB 30D2
    one 3339 30D8 30EB 30C4
    one 333A 30DA 30F3 30B9
    one 333B 30DA 30FC 30B8
    one 333C 30D9 30FC 30BF
    one 333D 30DD 30A4 30F3 30C8
    one 333E 30DC 30EB 30C8
    one 333F 30DB 30F3
    one 3340 30DD 30F3 30C9
    one 3341 30DB 30FC 30EB
    one 3342 30DB 30FC 30F3
    one 3343 30DE 30A4 30AF 30ED
    one 3344 30DE 30A4 30EB
    one 3345 30DE 30C3 30CF
    one 3346 30DE 30EB 30AF
    one 3347 30DE 30F3 30B7 30E7 30F3
    one 3348 30DF 30AF 30ED 30F3
    one 3349 30DF 30EA
    one 334A 30DF 30EA 30D0 30FC 30EB
    one 334B 30E1 30AC
    one 334C 30E1 30AC 30C8 30F3
    one 334D 30E1 30FC 30C8 30EB
    one 334E 30E4 30FC 30C9
    one 334F 30E4 30FC 30EB
    one 3350 30E6 30A2 30F3
    one 3351 30EA 30C3 30C8 30EB
    one 3352 30EA 30E9
    one 3353 30EB 30D4 30FC
    one 3354 30EB 30FC 30D6 30EB
    one 3355 30EC 30E0
    one 3356 30EC 30F3 30C8 30B2 30F3
    one 3357 30EF 30C3 30C8
    one 3358 30 70B9
    one 3359 31 70B9
    one 335A 32 70B9
    one 335B 33 70B9
    one 335C 34 70B9
    one 335D 35 70B9
    one 335E 36 70B9
    one 335F 37 70B9
    one 3360 38 70B9
    one 3361 39 70B9
    one 3362 31 30 70B9
    one 3363 31 31 70B9
    one 3364 31 32 70B9
    one 3365 31 33 70B9
    one 3366 31 34 70B9
    one 3367 31 35 70B9
    one 3368 31 36 70B9
    one 3369 31 37 70B9
    one 336A 31 38 70B9
    one 336B 31 39 70B9
    one 336C 32 30 70B9
    one 336D 32 31 70B9
    one 336E 32 32 70B9
    one 336F 32 33 70B9
    one 3370 32 34 70B9
    one 3371 68 70 61
    one 3372 64 61
    one 3373 61 75
    one 3374 62 61 72
    one 3375 6F 76
    one 3376 70 63
    one 3377 64 6D
    one 3378 64 6D 32
    one 3379 64 6D 33
    one 337A 69 75
    one 337B 5E73 6210
    one 337C 662D 548C
    one 337D 5927 6B63
    one 337E 660E 6CBB
    one 337F 682A 5F0F 4F1A 793E
    one 3380 70 61
    one 3381 6E 61
    one 3382 3BC 61
    one 3383 6D 61
    one 3384 6B 61
    one 3385 6B 62
    one 3386 6D 62
    one 3387 67 62
    one 3388 63 61 6C
    one 3389 6B 63 61 6C
    one 338A 70 66
    one 338B 6E 66
    one 338C 3BC 66
    one 338D 3BC 67
    one 338E 6D 67
    one 338F 6B 67
    one 3390 68 7A
    one 3391 6B 68 7A
    one 3392 6D 68 7A
    one 3393 67 68 7A
    one 3394 74 68 7A
    one 3395 3BC 6C
    one 3396 6D 6C
    one 3397 64 6C
    one 3398 6B 6C
    one 3399 66 6D
    one 339A 6E 6D
    one 339B 3BC 6D
    one 339C 6D 6D
    one 339D 63 6D
    one 339E 6B 6D
    one 339F 6D 6D 32
    one 33A0 63 6D 32
    one 33A1 6D 32
    one 33A2 6B 6D 32
    one 33A3 6D 6D 33
    one 33A4 63 6D 33
    one 33A5 6D 33
    one 33A6 6B 6D 33
    one 33A7 6D 2215 73
    one 33A8 6D 2215 73 32
    one 33A9 70 61
    one 33AA 6B 70 61
    one 33AB 6D 70 61
    one 33AC 67 70 61
    one 33AD 72 61 64
    one 33AE 72 61 64 2215 73
    one 33AF 72 61 64 2215 73 32
    one 33B0 70 73
    one 33B1 6E 73
    one 33B2 3BC 73
    one 33B3 6D 73
    one 33B4 70 76
    one 33B5 6E 76
    one 33B6 3BC 76
    one 33B7 6D 76
    one 33B8 6B 76
    one 33B9 6D 76
    one 33BA 70 77
    one 33BB 6E 77
    one 33BC 3BC 77
    one 33BD 6D 77
    one 33BE 6B 77
    one 33BF 6D 77
    one 33C0 6B 3C9
    one 33C1 6D 3C9
    one 33C2 61 2E 6D 2E
    one 33C3 62 71
    one 33C4 63 63
    one 33C5 63 64
    one 33C6 63 2215 6B 67
    one 33C7 63 6F 2E
    one 33C8 64 62
    one 33C9 67 79
    one 33CA 68 61
    one 33CB 68 70
    one 33CC 69 6E
    one 33CD 6B 6B
    one 33CE 6B 6D
    one 33CF 6B 74
    one 33D0 6C 6D
    one 33D1 6C 6E
    one 33D2 6C 6F 67
    one 33D3 6C 78
    one 33D4 6D 62
    one 33D5 6D 69 6C
    one 33D6 6D 6F 6C
    one 33D7 70 68
    one 33D8 70 2E 6D 2E
    one 33D9 70 70 6D
    one 33DA 70 72
    one 33DB 73 72
    one 33DC 73 76
    one 33DD 77 62
    one 33DE 76 2215 6D
    one 33DF 61 2215 6D
    one 33E0 31 65E5
    one 33E1 32 65E5
    one 33E2 33 65E5
    one 33E3 34 65E5
    one 33E4 35 65E5
    one 33E5 36 65E5
    one 33E6 37 65E5
    one 33E7 38 65E5
    one 33E8 39 65E5
    one 33E9 31 30 65E5
    one 33EA 31 31 65E5
    one 33EB 31 32 65E5
    one 33EC 31 33 65E5
    one 33ED 31 34 65E5
    one 33EE 31 35 65E5
    one 33EF 31 36 65E5
    one 33F0 31 37 65E5
    one 33F1 31 38 65E5
    one 33F2 31 39 65E5
    one 33F3 32 30 65E5
    one 33F4 32 31 65E5
    one 33F5 32 32 65E5
    one 33F6 32 33 65E5
    one 33F7 32 34 65E5
    one 33F8 32 35 65E5
    one 33F9 32 36 65E5
    one 33FA 32 37 65E5
    one 33FB 32 38 65E5
    one 33FC 32 39 65E5
    one 33FD 33 30 65E5
    one 33FE 33 31 65E5
    one 33FF 67 61 6C
    one FB00 66 66
    one FB01 66 69
    one FB02 66 6C
    one FB03 66 66 69
    one FB04 66 66 6C
    one FB05 73 74
    one FB06 73 74
    one FB13 574 576
    one FB14 574 565
    one FB15 574 56B
    one FB16 57E 576
    one FB17 574 56D
    one FB1D 5D9 5B4
    one FB1F 5F2 5B7
    one FB2A 5E9 5C1
    one FB2B 5E9 5C2
    one FB2C 5E9 5BC 5C1
    one FB2D 5E9 5BC 5C2
    one FB2E 5D0 5B7
    one FB2F 5D0 5B8
    one FB30 5D0 5BC
    one FB31 5D1 5BC
    one FB32 5D2 5BC
    one FB33 5D3 5BC
    one FB34 5D4 5BC
    one FB35 5D5 5BC
    one FB36 5D6 5BC
    one FB38 5D8 5BC
    one FB39 5D9 5BC
    one FB3A 5DA 5BC
    one FB3B 5DB 5BC
    one FB3C 5DC 5BC
    one FB3E 5DE 5BC
    one FB40 5E0 5BC
    one FB41 5E1 5BC
    one FB43 5E3 5BC
    one FB44 5E4 5BC
    one FB46 5E6 5BC
    one FB47 5E7 5BC
    one FB48 5E8 5BC
    one FB49 5E9 5BC
    one FB4A 5EA 5BC
    one FB4B 5D5 5B9
    one FB4C 5D1 5BF
    one FB4D 5DB 5BF
    one FB4E 5E4 5BF
    one FB4F 5D0 5DC
    one FBDD 6C7 674
    one FBEA 626 627
    one FBEB 626 627
    one FBEC 626 6D5
    one FBED 626 6D5
    one FBEE 626 648
    one FBEF 626 648
    one FBF0 626 6C7
    one FBF1 626 6C7
    one FBF2 626 6C6
    one FBF3 626 6C6
    one FBF4 626 6C8
    one FBF5 626 6C8
    one FBF6 626 6D0
    one FBF7 626 6D0
    one FBF8 626 6D0
    one FBF9 626 649
    one FBFA 626 649
    one FBFB 626 649
    one FC00 626 62C
    one FC01 626 62D
    one FC02 626 645
    one FC03 626 649
    one FC04 626 64A
    one FC05 628 62C
    one FC06 628 62D
    one FC07 628 62E
    one FC08 628 645
    one FC09 628 649
    one FC0A 628 64A
    one FC0B 62A 62C
    one FC0C 62A 62D
    one FC0D 62A 62E
    one FC0E 62A 645
    one FC0F 62A 649
    one FC10 62A 64A
    one FC11 62B 62C
    one FC12 62B 645
    one FC13 62B 649
    one FC14 62B 64A
    one FC15 62C 62D
    one FC16 62C 645
    one FC17 62D 62C
    one FC18 62D 645
    one FC19 62E 62C
    one FC1A 62E 62D
    one FC1B 62E 645
    one FC1C 633 62C
    one FC1D 633 62D
    one FC1E 633 62E
    one FC1F 633 645
    one FC20 635 62D
    one FC21 635 645
    one FC22 636 62C
    one FC23 636 62D
    one FC24 636 62E
    one FC25 636 645
    one FC26 637 62D
    one FC27 637 645
    one FC28 638 645
    one FC29 639 62C
    one FC2A 639 645
    one FC2B 63A 62C
    one FC2C 63A 645
    one FC2D 641 62C
    one FC2E 641 62D
    one FC2F 641 62E
    one FC30 641 645
    one FC31 641 649
    one FC32 641 64A
    one FC33 642 62D
    one FC34 642 645
    one FC35 642 649
    one FC36 642 64A
    one FC37 643 627
    one FC38 643 62C
    one FC39 643 62D
    one FC3A 643 62E
    one FC3B 643 644
    one FC3C 643 645
    one FC3D 643 649
    one FC3E 643 64A
    one FC3F 644 62C
    one FC40 644 62D
    one FC41 644 62E
    one FC42 644 645
    one FC43 644 649
    one FC44 644 64A
    one FC45 645 62C
    one FC46 645 62D
    one FC47 645 62E
    one FC48 645 645
    one FC49 645 649
    one FC4A 645 64A
    one FC4B 646 62C
    one FC4C 646 62D
    one FC4D 646 62E
    one FC4E 646 645
    one FC4F 646 649
    one FC50 646 64A
    one FC51 647 62C
    one FC52 647 645
    one FC53 647 649
    one FC54 647 64A
    one FC55 64A 62C
    one FC56 64A 62D
    one FC57 64A 62E
    one FC58 64A 645
    one FC59 64A 649
    one FC5A 64A 64A
    one FC5B 630 670
    one FC5C 631 670
    one FC5D 649 670
    one FC5E 20 64C 651
    one FC5F 20 64D 651
    one FC60 20 64E 651
    one FC61 20 64F 651
    one FC62 20 650 651
    one FC63 20 651 670
    one FC64 626 631
    one FC65 626 632
    one FC66 626 645
    one FC67 626 646
    one FC68 626 649
    one FC69 626 64A
    one FC6A 628 631
    one FC6B 628 632
    one FC6C 628 645
    one FC6D 628 646
    one FC6E 628 649
    one FC6F 628 64A
    one FC70 62A 631
    one FC71 62A 632
    one FC72 62A 645
    one FC73 62A 646
    one FC74 62A 649
    one FC75 62A 64A
    one FC76 62B 631
    one FC77 62B 632
    one FC78 62B 645
    one FC79 62B 646
    one FC7A 62B 649
    one FC7B 62B 64A
    one FC7C 641 649
    one FC7D 641 64A
    one FC7E 642 649
    one FC7F 642 64A
    one FC80 643 627
    one FC81 643 644
    one FC82 643 645
    one FC83 643 649
    one FC84 643 64A
    one FC85 644 645
    one FC86 644 649
    one FC87 644 64A
    one FC88 645 627
    one FC89 645 645
    one FC8A 646 631
    one FC8B 646 632
    one FC8C 646 645
    one FC8D 646 646
    one FC8E 646 649
    one FC8F 646 64A
    one FC90 649 670
    one FC91 64A 631
    one FC92 64A 632
    one FC93 64A 645
    one FC94 64A 646
    one FC95 64A 649
    one FC96 64A 64A
    one FC97 626 62C
    one FC98 626 62D
    one FC99 626 62E
    one FC9A 626 645
    one FC9B 626 647
    one FC9C 628 62C
    one FC9D 628 62D
    one FC9E 628 62E
    one FC9F 628 645
    one FCA0 628 647
    one FCA1 62A 62C
    one FCA2 62A 62D
    one FCA3 62A 62E
    one FCA4 62A 645
    one FCA5 62A 647
    one FCA6 62B 645
    one FCA7 62C 62D
    one FCA8 62C 645
    one FCA9 62D 62C
    one FCAA 62D 645
    one FCAB 62E 62C
    one FCAC 62E 645
    one FCAD 633 62C
    one FCAE 633 62D
    one FCAF 633 62E
    one FCB0 633 645
    one FCB1 635 62D
    one FCB2 635 62E
    one FCB3 635 645
    one FCB4 636 62C
    one FCB5 636 62D
    one FCB6 636 62E
    one FCB7 636 645
    one FCB8 637 62D
    one FCB9 638 645
    one FCBA 639 62C
    one FCBB 639 645
    one FCBC 63A 62C
    one FCBD 63A 645
    one FCBE 641 62C
    one FCBF 641 62D
    one FCC0 641 62E
    one FCC1 641 645
    one FCC2 642 62D
    one FCC3 642 645
    one FCC4 643 62C
    one FCC5 643 62D
    one FCC6 643 62E
    one FCC7 643 644
    one FCC8 643 645
    one FCC9 644 62C
    one FCCA 644 62D
    one FCCB 644 62E
    one FCCC 644 645
    one FCCD 644 647
    one FCCE 645 62C
    one FCCF 645 62D
    one FCD0 645 62E
    one FCD1 645 645
    one FCD2 646 62C
    one FCD3 646 62D
    one FCD4 646 62E
    one FCD5 646 645
    one FCD6 646 647
    one FCD7 647 62C
    one FCD8 647 645
    one FCD9 647 670
    one FCDA 64A 62C
    one FCDB 64A 62D
    one FCDC 64A 62E
    one FCDD 64A 645
    one FCDE 64A 647
    one FCDF 626 645
    one FCE0 626 647
    one FCE1 628 645
    one FCE2 628 647
    one FCE3 62A 645
    one FCE4 62A 647
    one FCE5 62B 645
    one FCE6 62B 647
    one FCE7 633 645
    one FCE8 633 647
    one FCE9 634 645
    one FCEA 634 647
    one FCEB 643 644
    one FCEC 643 645
    one FCED 644 645
    one FCEE 646 645
    one FCEF 646 647
    one FCF0 64A 645
    one FCF1 64A 647
    one FCF2 640 64E 651
    one FCF3 640 64F 651
    one FCF4 640 650 651
    one FCF5 637 649
    one FCF6 637 64A
    one FCF7 639 649
    one FCF8 639 64A
    one FCF9 63A 649
    one FCFA 63A 64A
    one FCFB 633 649
    one FCFC 633 64A
    one FCFD 634 649
    one FCFE 634 64A
    one FCFF 62D 649
    one FD00 62D 64A
    one FD01 62C 649
    one FD02 62C 64A
    one FD03 62E 649
    one FD04 62E 64A
    one FD05 635 649
    one FD06 635 64A
    one FD07 636 649
    one FD08 636 64A
    one FD09 634 62C
    one FD0A 634 62D
    one FD0B 634 62E
    one FD0C 634 645
    one FD0D 634 631
    one FD0E 633 631
    one FD0F 635 631
    one FD10 636 631
    one FD11 637 649
    one FD12 637 64A
    one FD13 639 649
    one FD14 639 64A
    one FD15 63A 649
    one FD16 63A 64A
    one FD17 633 649
    one FD18 633 64A
    one FD19 634 649
    one FD1A 634 64A
    one FD1B 62D 649
    one FD1C 62D 64A
    one FD1D 62C 649
    one FD1E 62C 64A
    one FD1F 62E 649
    one FD20 62E 64A
    one FD21 635 649
    one FD22 635 64A
    one FD23 636 649
    one FD24 636 64A
    one FD25 634 62C
    one FD26 634 62D
    one FD27 634 62E
    one FD28 634 645
    one FD29 634 631
    one FD2A 633 631
    one FD2B 635 631
    one FD2C 636 631
    one FD2D 634 62C
    one FD2E 634 62D
    one FD2F 634 62E
    one FD30 634 645
    one FD31 633 647
    one FD32 634 647
    one FD33 637 645
    one FD34 633 62C
    one FD35 633 62D
    one FD36 633 62E
    one FD37 634 62C
    one FD38 634 62D
    one FD39 634 62E
    one FD3A 637 645
    one FD3B 638 645
    one FD3C 627 64B
    one FD3D 627 64B
    one FD50 62A 62C 645
    one FD51 62A 62D 62C
    one FD52 62A 62D 62C
    one FD53 62A 62D 645
    one FD54 62A 62E 645
    one FD55 62A 645 62C
    one FD56 62A 645 62D
    one FD57 62A 645 62E
    one FD58 62C 645 62D
    one FD59 62C 645 62D
    one FD5A 62D 645 64A
    one FD5B 62D 645 649
    one FD5C 633 62D 62C
    one FD5D 633 62C 62D
    one FD5E 633 62C 649
    one FD5F 633 645 62D
    one FD60 633 645 62D
    one FD61 633 645 62C
    one FD62 633 645 645
    one FD63 633 645 645
    one FD64 635 62D 62D
    one FD65 635 62D 62D
    one FD66 635 645 645
    one FD67 634 62D 645
    one FD68 634 62D 645
    one FD69 634 62C 64A
    one FD6A 634 645 62E
    one FD6B 634 645 62E
    one FD6C 634 645 645
    one FD6D 634 645 645
    one FD6E 636 62D 649
    one FD6F 636 62E 645
    one FD70 636 62E 645
    one FD71 637 645 62D
    one FD72 637 645 62D
    one FD73 637 645 645
    one FD74 637 645 64A
    one FD75 639 62C 645
    one FD76 639 645 645
    one FD77 639 645 645
    one FD78 639 645 649
    one FD79 63A 645 645
    one FD7A 63A 645 64A
    one FD7B 63A 645 649
    one FD7C 641 62E 645
    one FD7D 641 62E 645
    one FD7E 642 645 62D
    one FD7F 642 645 645
    one FD80 644 62D 645
    one FD81 644 62D 64A
    one FD82 644 62D 649
    one FD83 644 62C 62C
    one FD84 644 62C 62C
    one FD85 644 62E 645
    one FD86 644 62E 645
    one FD87 644 645 62D
    one FD88 644 645 62D
    one FD89 645 62D 62C
    one FD8A 645 62D 645
    one FD8B 645 62D 64A
    one FD8C 645 62C 62D
    one FD8D 645 62C 645
    one FD8E 645 62E 62C
    one FD8F 645 62E 645
    one FD92 645 62C 62E
    one FD93 647 645 62C
    one FD94 647 645 645
    one FD95 646 62D 645
    one FD96 646 62D 649
    one FD97 646 62C 645
    one FD98 646 62C 645
    one FD99 646 62C 649
    one FD9A 646 645 64A
    one FD9B 646 645 649
    one FD9C 64A 645 645
    one FD9D 64A 645 645
    one FD9E 628 62E 64A
    one FD9F 62A 62C 64A
    one FDA0 62A 62C 649
    one FDA1 62A 62E 64A
    one FDA2 62A 62E 649
    one FDA3 62A 645 64A
    one FDA4 62A 645 649
    one FDA5 62C 645 64A
    one FDA6 62C 62D 649
    one FDA7 62C 645 649
    one FDA8 633 62E 649
    one FDA9 635 62D 64A
    one FDAA 634 62D 64A
    one FDAB 636 62D 64A
    one FDAC 644 62C 64A
    one FDAD 644 645 64A
    one FDAE 64A 62D 64A
    one FDAF 64A 62C 64A
    one FDB0 64A 645 64A
    one FDB1 645 645 64A
    one FDB2 642 645 64A
    one FDB3 646 62D 64A
    one FDB4 642 645 62D
    one FDB5 644 62D 645
    one FDB6 639 645 64A
    one FDB7 643 645 64A
    one FDB8 646 62C 62D
    one FDB9 645 62E 64A
    one FDBA 644 62C 645
    one FDBB 643 645 645
    one FDBC 644 62C 645
    one FDBD 646 62C 62D
    one FDBE 62C 62D 64A
    one FDBF 62D 62C 64A
    one FDC0 645 62C 64A
    one FDC1 641 645 64A
    one FDC2 628 62D 64A
    one FDC3 643 645 645
    one FDC4 639 62C 645
    one FDC5 635 645 645
    one FDC6 633 62E 64A
    one FDC7 646 62C 64A
    one FDF0 635 644 6D2
    one FDF1 642 644 6D2
    one FDF2 627 644 644 647
    one FDF3 627 643 628 631
    one FDF4 645 62D 645 62F
    one FDF5 635 644 639 645
    one FDF6 631 633 648 644
    one FDF7 639 644 64A 647
    one FDF8 648 633 644 645
    one FDF9 635 644 649
    one FDFA 635 644 649 20 627 644 644 647 20 639 644 64A 647 20 648 633 644 645
    one FDFB 62C 644 20 62C 644 627 644 647
    one FDFC 631 6CC 627 644
    one FE19 2E 2E 2E
    one FE30 2E 2E
    one FE49 20 305
    one FE4A 20 305
    one FE4B 20 305
    one FE4C 20 305
    one FE70 20 64B
    one FE71 640 64B
    one FE72 20 64C
    one FE74 20 64D
    one FE76 20 64E
    one FE77 640 64E
    one FE78 20 64F
    one FE79 640 64F
    one FE7A 20 650
    one FE7B 640 650
    one FE7C 20 651
    one FE7D 640 651
    one FE7E 20 652
    one FE7F 640 652
    one FEF5 644 622
    one FEF6 644 622
    one FEF7 644 623
    one FEF8 644 623
    one FEF9 644 625
    one FEFA 644 625
    one FEFB 644 627
    one FEFC 644 627
    one FFE3 20 304
    one 1D15E 1D157 1D165
    one 1D15F 1D158 1D165
    one 1D160 1D158 1D165 1D16E
    one 1D161 1D158 1D165 1D16F
    one 1D162 1D158 1D165 1D170
    one 1D163 1D158 1D165 1D171
    one 1D164 1D158 1D165 1D172
    one 1D1BB 1D1B9 1D165
    one 1D1BC 1D1BA 1D165
    one 1D1BD 1D1B9 1D165 1D16E
    one 1D1BE 1D1BA 1D165 1D16E
    one 1D1BF 1D1B9 1D165 1D16F
    one 1D1C0 1D1BA 1D165 1D16F
    one 1F100 30 2E
    one 1F101 30 2C
    one 1F102 31 2C
    one 1F103 32 2C
    one 1F104 33 2C
    one 1F105 34 2C
    one 1F106 35 2C
    one 1F107 36 2C
    one 1F108 37 2C
    one 1F109 38 2C
    one 1F10A 39 2C
    one 1F110 28 61 29
    one 1F111 28 62 29
    one 1F112 28 63 29
    one 1F113 28 64 29
    one 1F114 28 65 29
    one 1F115 28 66 29
    one 1F116 28 67 29
    one 1F117 28 68 29
    one 1F118 28 69 29
    one 1F119 28 6A 29
    one 1F11A 28 6B 29
    one 1F11B 28 6C 29
    one 1F11C 28 6D 29
    one 1F11D 28 6E 29
    one 1F11E 28 6F 29
    one 1F11F 28 70 29
    one 1F120 28 71 29
    one 1F121 28 72 29
    one 1F122 28 73 29
    one 1F123 28 74 29
    one 1F124 28 75 29
    one 1F125 28 76 29
    one 1F126 28 77 29
    one 1F127 28 78 29
    one 1F128 28 79 29
    one 1F129 28 7A 29
    one 1F12A 3014 73 3015
    one 1F12D 63 64
    one 1F12E 77 7A
    one 1F14A 68 76
    one 1F14B 6D 76
    one 1F14C 73 64
    one 1F14D 73 73
    one 1F14E 70 70 76
    one 1F14F 77 63
    one 1F16A 6D 63
    one 1F16B 6D 64
    one 1F16C 6D 72
    one 1F190 64 6A
    one 1F200 307B 304B
    one 1F201 30B3 30B3
    one 1F240 3014 672C 3015
    one 1F241 3014 4E09 3015
    one 1F242 3014 4E8C 3015
    one 1F243 3014 5B89 3015
    one 1F244 3014 70B9 3015
    one 1F245 3014 6253 3015
    one 1F246 3014 76D7 3015
    one 1F247 3014 52DD 3015
    one 1F248 3014 6557 3015
    class 300 314 E6
    class 315 315 E8
    class 316 319 DC
    class 31A 31A E8
    class 31B 31B D8
    class 31C 320 DC
    class 321 322 CA
    class 323 326 DC
    class 327 328 CA
    class 329 333 DC
    class 334 338 1
    class 339 33C DC
    class 33D 344 E6
    class 345 345 F0
    class 346 346 E6
    class 347 349 DC
    class 34A 34C E6
    class 34D 34E DC
    class 350 352 E6
    class 353 356 DC
    class 357 357 E6
    class 358 358 E8
    class 359 35A DC
    class 35B 35B E6
    class 35C 35C E9
    class 35D 35E EA
    class 35F 35F E9
    class 360 361 EA
    class 362 362 E9
    class 363 36F E6
    class 483 487 E6
    class 591 591 DC
    class 592 595 E6
    class 596 596 DC
    class 597 599 E6
    class 59A 59A DE
    class 59B 59B DC
    class 59C 5A1 E6
    class 5A2 5A7 DC
    class 5A8 5A9 E6
    class 5AA 5AA DC
    class 5AB 5AC E6
    class 5AD 5AD DE
    class 5AE 5AE E4
    class 5AF 5AF E6
    class 5B0 5B0 A
    class 5B1 5B1 B
    class 5B2 5B2 C
    class 5B3 5B3 D
    class 5B4 5B4 E
    class 5B5 5B5 F
    class 5B6 5B6 10
    class 5B7 5B7 11
    class 5B8 5B8 12
    class 5B9 5BA 13
    class 5BB 5BB 14
    class 5BC 5BC 15
    class 5BD 5BD 16
    class 5BF 5BF 17
    class 5C1 5C1 18
    class 5C2 5C2 19
    class 5C4 5C4 E6
    class 5C5 5C5 DC
    class 5C7 5C7 12
    class 610 617 E6
    class 618 618 1E
    class 619 619 1F
    class 61A 61A 20
    class 64B 64B 1B
    class 64C 64C 1C
    class 64D 64D 1D
    class 64E 64E 1E
    class 64F 64F 1F
    class 650 650 20
    class 651 651 21
    class 652 652 22
    class 653 654 E6
    class 655 656 DC
    class 657 65B E6
    class 65C 65C DC
    class 65D 65E E6
    class 65F 65F DC
    class 670 670 23
    class 6D6 6DC E6
    class 6DF 6E2 E6
    class 6E3 6E3 DC
    class 6E4 6E4 E6
    class 6E7 6E8 E6
    class 6EA 6EA DC
    class 6EB 6EC E6
    class 6ED 6ED DC
    class 711 711 24
    class 730 730 E6
    class 731 731 DC
    class 732 733 E6
    class 734 734 DC
    class 735 736 E6
    class 737 739 DC
    class 73A 73A E6
    class 73B 73C DC
    class 73D 73D E6
    class 73E 73E DC
    class 73F 741 E6
    class 742 742 DC
    class 743 743 E6
    class 744 744 DC
    class 745 745 E6
    class 746 746 DC
    class 747 747 E6
    class 748 748 DC
    class 749 74A E6
    class 7EB 7F1 E6
    class 7F2 7F2 DC
    class 7F3 7F3 E6
    class 7FD 7FD DC
    class 816 819 E6
    class 81B 823 E6
    class 825 827 E6
    class 829 82D E6
    class 859 85B DC
    class 898 898 E6
    class 899 89B DC
    class 89C 89F E6
    class 8CA 8CE E6
    class 8CF 8D3 DC
    class 8D4 8E1 E6
    class 8E3 8E3 DC
    class 8E4 8E5 E6
    class 8E6 8E6 DC
    class 8E7 8E8 E6
    class 8E9 8E9 DC
    class 8EA 8EC E6
    class 8ED 8EF DC
    class 8F0 8F0 1B
    class 8F1 8F1 1C
    class 8F2 8F2 1D
    class 8F3 8F5 E6
    class 8F6 8F6 DC
    class 8F7 8F8 E6
    class 8F9 8FA DC
    class 8FB 8FF E6
    class 93C 93C 7
    class 94D 94D 9
    class 951 951 E6
    class 952 952 DC
    class 953 954 E6
    class 9BC 9BC 7
    class 9CD 9CD 9
    class 9FE 9FE E6
    class A3C A3C 7
    class A4D A4D 9
    class ABC ABC 7
    class ACD ACD 9
    class B3C B3C 7
    class B4D B4D 9
    class BCD BCD 9
    class C3C C3C 7
    class C4D C4D 9
    class C55 C55 54
    class C56 C56 5B
    class CBC CBC 7
    class CCD CCD 9
    class D3B D3C 9
    class D4D D4D 9
    class DCA DCA 9
    class E38 E39 67
    class E3A E3A 9
    class E48 E4B 6B
    class EB8 EB9 76
    class EBA EBA 9
    class EC8 ECB 7A
    class F18 F19 DC
    class F35 F35 DC
    class F37 F37 DC
    class F39 F39 D8
    class F71 F71 81
    class F72 F72 82
    class F74 F74 84
    class F7A F7D 82
    class F80 F80 82
    class F82 F83 E6
    class F84 F84 9
    class F86 F87 E6
    class FC6 FC6 DC
    class 1037 1037 7
    class 1039 103A 9
    class 108D 108D DC
    class 135D 135F E6
    class 1714 1715 9
    class 1734 1734 9
    class 17D2 17D2 9
    class 17DD 17DD E6
    class 18A9 18A9 E4
    class 1939 1939 DE
    class 193A 193A E6
    class 193B 193B DC
    class 1A17 1A17 E6
    class 1A18 1A18 DC
    class 1A60 1A60 9
    class 1A75 1A7C E6
    class 1A7F 1A7F DC
    class 1AB0 1AB4 E6
    class 1AB5 1ABA DC
    class 1ABB 1ABC E6
    class 1ABD 1ABD DC
    class 1ABF 1AC0 DC
    class 1AC1 1AC2 E6
    class 1AC3 1AC4 DC
    class 1AC5 1AC9 E6
    class 1ACA 1ACA DC
    class 1ACB 1ACE E6
    class 1B34 1B34 7
    class 1B44 1B44 9
    class 1B6B 1B6B E6
    class 1B6C 1B6C DC
    class 1B6D 1B73 E6
    class 1BAA 1BAB 9
    class 1BE6 1BE6 7
    class 1BF2 1BF3 9
    class 1C37 1C37 7
    class 1CD0 1CD2 E6
    class 1CD4 1CD4 1
    class 1CD5 1CD9 DC
    class 1CDA 1CDB E6
    class 1CDC 1CDF DC
    class 1CE0 1CE0 E6
    class 1CE2 1CE8 1
    class 1CED 1CED DC
    class 1CF4 1CF4 E6
    class 1CF8 1CF9 E6
    class 1DC0 1DC1 E6
    class 1DC2 1DC2 DC
    class 1DC3 1DC9 E6
    class 1DCA 1DCA DC
    class 1DCB 1DCC E6
    class 1DCD 1DCD EA
    class 1DCE 1DCE D6
    class 1DCF 1DCF DC
    class 1DD0 1DD0 CA
    class 1DD1 1DF5 E6
    class 1DF6 1DF6 E8
    class 1DF7 1DF8 E4
    class 1DF9 1DF9 DC
    class 1DFA 1DFA DA
    class 1DFB 1DFB E6
    class 1DFC 1DFC E9
    class 1DFD 1DFD DC
    class 1DFE 1DFE E6
    class 1DFF 1DFF DC
    class 20D0 20D1 E6
    class 20D2 20D3 1
    class 20D4 20D7 E6
    class 20D8 20DA 1
    class 20DB 20DC E6
    class 20E1 20E1 E6
    class 20E5 20E6 1
    class 20E7 20E7 E6
    class 20E8 20E8 DC
    class 20E9 20E9 E6
    class 20EA 20EB 1
    class 20EC 20EF DC
    class 20F0 20F0 E6
    class 2CEF 2CF1 E6
    class 2D7F 2D7F 9
    class 2DE0 2DFF E6
    class 302A 302A DA
    class 302B 302B E4
    class 302C 302C E8
    class 302D 302D DE
    class 302E 302F E0
    class 3099 309A 8
    class A66F A66F E6
    class A674 A67D E6
    class A69E A69F E6
    class A6F0 A6F1 E6
    class A806 A806 9
    class A82C A82C 9
    class A8C4 A8C4 9
    class A8E0 A8F1 E6
    class A92B A92D DC
    class A953 A953 9
    class A9B3 A9B3 7
    class A9C0 A9C0 9
    class AAB0 AAB0 E6
    class AAB2 AAB3 E6
    class AAB4 AAB4 DC
    class AAB7 AAB8 E6
    class AABE AABF E6
    class AAC1 AAC1 E6
    class AAF6 AAF6 9
    class ABED ABED 9
    class FB1E FB1E 1A
    class FE20 FE26 E6
    class FE27 FE2D DC
    class FE2E FE2F E6
    class 101FD 101FD DC
    class 102E0 102E0 DC
    class 10376 1037A E6
    class 10A0D 10A0D DC
    class 10A0F 10A0F E6
    class 10A38 10A38 E6
    class 10A39 10A39 1
    class 10A3A 10A3A DC
    class 10A3F 10A3F 9
    class 10AE5 10AE5 E6
    class 10AE6 10AE6 DC
    class 10D24 10D27 E6
    class 10EAB 10EAC E6
    class 10F46 10F47 DC
    class 10F48 10F4A E6
    class 10F4B 10F4B DC
    class 10F4C 10F4C E6
    class 10F4D 10F50 DC
    class 10F82 10F82 E6
    class 10F83 10F83 DC
    class 10F84 10F84 E6
    class 10F85 10F85 DC
    class 11046 11046 9
    class 11070 11070 9
    class 1107F 1107F 9
    class 110B9 110B9 9
    class 110BA 110BA 7
    class 11100 11102 E6
    class 11133 11134 9
    class 11173 11173 7
    class 111C0 111C0 9
    class 111CA 111CA 7
    class 11235 11235 9
    class 11236 11236 7
    class 112E9 112E9 7
    class 112EA 112EA 9
    class 1133B 1133C 7
    class 1134D 1134D 9
    class 11366 1136C E6
    class 11370 11374 E6
    class 11442 11442 9
    class 11446 11446 7
    class 1145E 1145E E6
    class 114C2 114C2 9
    class 114C3 114C3 7
    class 115BF 115BF 9
    class 115C0 115C0 7
    class 1163F 1163F 9
    class 116B6 116B6 9
    class 116B7 116B7 7
    class 1172B 1172B 9
    class 11839 11839 9
    class 1183A 1183A 7
    class 1193D 1193E 9
    class 11943 11943 7
    class 119E0 119E0 9
    class 11A34 11A34 9
    class 11A47 11A47 9
    class 11A99 11A99 9
    class 11C3F 11C3F 9
    class 11D42 11D42 7
    class 11D44 11D45 9
    class 11D97 11D97 9
    class 16AF0 16AF4 1
    class 16B30 16B36 E6
    class 16FF0 16FF1 6
    class 1BC9E 1BC9E 1
    class 1D165 1D166 D8
    class 1D167 1D169 1
    class 1D16D 1D16D E2
    class 1D16E 1D172 D8
    class 1D17B 1D182 DC
    class 1D185 1D189 E6
    class 1D18A 1D18B DC
    class 1D1AA 1D1AD E6
    class 1D242 1D244 E6
    class 1E000 1E006 E6
    class 1E008 1E018 E6
    class 1E01B 1E021 E6
    class 1E023 1E024 E6
    class 1E026 1E02A E6
    class 1E130 1E136 E6
    class 1E2AE 1E2AE E6
    class 1E2EC 1E2EF E6
    class 1E8D0 1E8D6 DC
    class 1E944 1E949 E6
    class 1E94A 1E94A 7
    with 300 41 C0 45 C8 49 CC 4F D2 55 D9 61 E0 65 E8 69 EC 6F F2 75 F9 DC 1DB FC 1DC 4E 1F8 6E 1F9 415 400 418 40D 435 450 438 45D 112 1E14 113 1E15 14C 1E50 14D 1E51 57 1E80 77 1E81 C2 1EA6 E2 1EA7 102 1EB0 103 1EB1 CA 1EC0 EA 1EC1 D4 1ED2 F4 1ED3 1A0 1EDC 1A1 1EDD 1AF 1EEA 1B0 1EEB 59 1EF2 79 1EF3 1F00 1F02 1F01 1F03 1F08 1F0A 1F09 1F0B 1F10 1F12 1F11 1F13 1F18 1F1A 1F19 1F1B 1F20 1F22 1F21 1F23 1F28 1F2A 1F29 1F2B 1F30 1F32 1F31 1F33 1F38 1F3A 1F39 1F3B 1F40 1F42 1F41 1F43 1F48 1F4A 1F49 1F4B 1F50 1F52 1F51 1F53 1F59 1F5B 1F60 1F62 1F61 1F63 1F68 1F6A 1F69 1F6B 3B1 1F70 3B5 1F72 3B7 1F74 3B9 1F76 3BF 1F78 3C5 1F7A 3C9 1F7C 391 1FBA 395 1FC8 397 1FCA 1FBF 1FCD 3CA 1FD2 399 1FDA 1FFE 1FDD 3CB 1FE2 3A5 1FEA A8 1FED 39F 1FF8 3A9 1FFA
    with 301 41 C1 45 C9 49 CD 4F D3 55 DA 59 DD 61 E1 65 E9 69 ED 6F F3 75 FA 79 FD 43 106 63 107 4C 139 6C 13A 4E 143 6E 144 52 154 72 155 53 15A 73 15B 5A 179 7A 17A DC 1D7 FC 1D8 47 1F4 67 1F5 C5 1FA E5 1FB C6 1FC E6 1FD D8 1FE F8 1FF A8 385 391 386 395 388 397 389 399 38A 39F 38C 3A5 38E 3A9 38F 3CA 390 3B1 3AC 3B5 3AD 3B7 3AE 3B9 3AF 3CB 3B0 3BF 3CC 3C5 3CD 3C9 3CE 3D2 3D3 413 403 41A 40C 433 453 43A 45C C7 1E08 E7 1E09 112 1E16 113 1E17 CF 1E2E EF 1E2F 4B 1E30 6B 1E31 4D 1E3E 6D 1E3F D5 1E4C F5 1E4D 14C 1E52 14D 1E53 50 1E54 70 1E55 168 1E78 169 1E79 57 1E82 77 1E83 C2 1EA4 E2 1EA5 102 1EAE 103 1EAF CA 1EBE EA 1EBF D4 1ED0 F4 1ED1 1A0 1EDA 1A1 1EDB 1AF 1EE8 1B0 1EE9 1F00 1F04 1F01 1F05 1F08 1F0C 1F09 1F0D 1F10 1F14 1F11 1F15 1F18 1F1C 1F19 1F1D 1F20 1F24 1F21 1F25 1F28 1F2C 1F29 1F2D 1F30 1F34 1F31 1F35 1F38 1F3C 1F39 1F3D 1F40 1F44 1F41 1F45 1F48 1F4C 1F49 1F4D 1F50 1F54 1F51 1F55 1F59 1F5D 1F60 1F64 1F61 1F65 1F68 1F6C 1F69 1F6D 1FBF 1FCE 1FFE 1FDE
    with 302 41 C2 45 CA 49 CE 4F D4 55 DB 61 E2 65 EA 69 EE 6F F4 75 FB 43 108 63 109 47 11C 67 11D 48 124 68 125 4A 134 6A 135 53 15C 73 15D 57 174 77 175 59 176 79 177 5A 1E90 7A 1E91 1EA0 1EAC 1EA1 1EAD 1EB8 1EC6 1EB9 1EC7 1ECC 1ED8 1ECD 1ED9
    with 303 41 C3 4E D1 4F D5 61 E3 6E F1 6F F5 49 128 69 129 55 168 75 169 56 1E7C 76 1E7D C2 1EAA E2 1EAB 102 1EB4 103 1EB5 45 1EBC 65 1EBD CA 1EC4 EA 1EC5 D4 1ED6 F4 1ED7 1A0 1EE0 1A1 1EE1 1AF 1EEE 1B0 1EEF 59 1EF8 79 1EF9
    with 304 41 100 61 101 45 112 65 113 49 12A 69 12B 4F 14C 6F 14D 55 16A 75 16B DC 1D5 FC 1D6 C4 1DE E4 1DF 226 1E0 227 1E1 C6 1E2 E6 1E3 1EA 1EC 1EB 1ED D6 22A F6 22B D5 22C F5 22D 22E 230 22F 231 59 232 79 233 418 4E2 438 4E3 423 4EE 443 4EF 47 1E20 67 1E21 1E36 1E38 1E37 1E39 1E5A 1E5C 1E5B 1E5D 3B1 1FB1 391 1FB9 3B9 1FD1 399 1FD9 3C5 1FE1 3A5 1FE9
    with 306 41 102 61 103 45 114 65 115 47 11E 67 11F 49 12C 69 12D 4F 14E 6F 14F 55 16C 75 16D 423 40E 418 419 438 439 443 45E 416 4C1 436 4C2 410 4D0 430 4D1 415 4D6 435 4D7 228 1E1C 229 1E1D 1EA0 1EB6 1EA1 1EB7 3B1 1FB0 391 1FB8 3B9 1FD0 399 1FD8 3C5 1FE0 3A5 1FE8
    with 307 43 10A 63 10B 45 116 65 117 47 120 67 121 49 130 5A 17B 7A 17C 41 226 61 227 4F 22E 6F 22F 42 1E02 62 1E03 44 1E0A 64 1E0B 46 1E1E 66 1E1F 48 1E22 68 1E23 4D 1E40 6D 1E41 4E 1E44 6E 1E45 50 1E56 70 1E57 52 1E58 72 1E59 53 1E60 73 1E61 15A 1E64 15B 1E65 160 1E66 161 1E67 1E62 1E68 1E63 1E69 54 1E6A 74 1E6B 57 1E86 77 1E87 58 1E8A 78 1E8B 59 1E8E 79 1E8F 17F 1E9B
    with 308 41 C4 45 CB 49 CF 4F D6 55 DC 61 E4 65 EB 69 EF 6F F6 75 FC 79 FF 59 178 399 3AA 3A5 3AB 3B9 3CA 3C5 3CB 3D2 3D4 415 401 406 407 435 451 456 457 410 4D2 430 4D3 4D8 4DA 4D9 4DB 416 4DC 436 4DD 417 4DE 437 4DF 418 4E4 438 4E5 41E 4E6 43E 4E7 4E8 4EA 4E9 4EB 42D 4EC 44D 4ED 423 4F0 443 4F1 427 4F4 447 4F5 42B 4F8 44B 4F9 48 1E26 68 1E27 D5 1E4E F5 1E4F 16A 1E7A 16B 1E7B 57 1E84 77 1E85 58 1E8C 78 1E8D 74 1E97
    with 309 41 1EA2 61 1EA3 C2 1EA8 E2 1EA9 102 1EB2 103 1EB3 45 1EBA 65 1EBB CA 1EC2 EA 1EC3 49 1EC8 69 1EC9 4F 1ECE 6F 1ECF D4 1ED4 F4 1ED5 1A0 1EDE 1A1 1EDF 55 1EE6 75 1EE7 1AF 1EEC 1B0 1EED 59 1EF6 79 1EF7
    with 30A 41 C5 61 E5 55 16E 75 16F 77 1E98 79 1E99
    with 30B 4F 150 6F 151 55 170 75 171 423 4F2 443 4F3
    with 30C 43 10C 63 10D 44 10E 64 10F 45 11A 65 11B 4C 13D 6C 13E 4E 147 6E 148 52 158 72 159 53 160 73 161 54 164 74 165 5A 17D 7A 17E 41 1CD 61 1CE 49 1CF 69 1D0 4F 1D1 6F 1D2 55 1D3 75 1D4 DC 1D9 FC 1DA 47 1E6 67 1E7 4B 1E8 6B 1E9 1B7 1EE 292 1EF 6A 1F0 48 21E 68 21F
    with 30F 41 200 61 201 45 204 65 205 49 208 69 209 4F 20C 6F 20D 52 210 72 211 55 214 75 215 474 476 475 477
    with 311 41 202 61 203 45 206 65 207 49 20A 69 20B 4F 20E 6F 20F 52 212 72 213 55 216 75 217
    with 313 3B1 1F00 391 1F08 3B5 1F10 395 1F18 3B7 1F20 397 1F28 3B9 1F30 399 1F38 3BF 1F40 39F 1F48 3C5 1F50 3C9 1F60 3A9 1F68 3C1 1FE4
    with 314 3B1 1F01 391 1F09 3B5 1F11 395 1F19 3B7 1F21 397 1F29 3B9 1F31 399 1F39 3BF 1F41 39F 1F49 3C5 1F51 3A5 1F59 3C9 1F61 3A9 1F69 3C1 1FE5 3A1 1FEC
    with 31B 4F 1A0 6F 1A1 55 1AF 75 1B0
    with 323 42 1E04 62 1E05 44 1E0C 64 1E0D 48 1E24 68 1E25 4B 1E32 6B 1E33 4C 1E36 6C 1E37 4D 1E42 6D 1E43 4E 1E46 6E 1E47 52 1E5A 72 1E5B 53 1E62 73 1E63 54 1E6C 74 1E6D 56 1E7E 76 1E7F 57 1E88 77 1E89 5A 1E92 7A 1E93 41 1EA0 61 1EA1 45 1EB8 65 1EB9 49 1ECA 69 1ECB 4F 1ECC 6F 1ECD 1A0 1EE2 1A1 1EE3 55 1EE4 75 1EE5 1AF 1EF0 1B0 1EF1 59 1EF4 79 1EF5
    with 324 55 1E72 75 1E73
    with 325 41 1E00 61 1E01
    with 326 53 218 73 219 54 21A 74 21B
    with 327 43 C7 63 E7 47 122 67 123 4B 136 6B 137 4C 13B 6C 13C 4E 145 6E 146 52 156 72 157 53 15E 73 15F 54 162 74 163 45 228 65 229 44 1E10 64 1E11 48 1E28 68 1E29
    with 328 41 104 61 105 45 118 65 119 49 12E 69 12F 55 172 75 173 4F 1EA 6F 1EB
    with 32D 44 1E12 64 1E13 45 1E18 65 1E19 4C 1E3C 6C 1E3D 4E 1E4A 6E 1E4B 54 1E70 74 1E71 55 1E76 75 1E77
    with 32E 48 1E2A 68 1E2B
    with 330 45 1E1A 65 1E1B 49 1E2C 69 1E2D 55 1E74 75 1E75
    with 331 42 1E06 62 1E07 44 1E0E 64 1E0F 4B 1E34 6B 1E35 4C 1E3A 6C 1E3B 4E 1E48 6E 1E49 52 1E5E 72 1E5F 54 1E6E 74 1E6F 5A 1E94 7A 1E95 68 1E96
    with 338 2190 219A 2192 219B 2194 21AE 21D0 21CD 21D4 21CE 21D2 21CF 2203 2204 2208 2209 220B 220C 2223 2224 2225 2226 223C 2241 2243 2244 2245 2247 2248 2249 3D 2260 2261 2262 224D 226D 3C 226E 3E 226F 2264 2270 2265 2271 2272 2274 2273 2275 2276 2278 2277 2279 227A 2280 227B 2281 2282 2284 2283 2285 2286 2288 2287 2289 22A2 22AC 22A8 22AD 22A9 22AE 22AB 22AF 227C 22E0 227D 22E1 2291 22E2 2292 22E3 22B2 22EA 22B3 22EB 22B4 22EC 22B5 22ED
    with 342 1F00 1F06 1F01 1F07 1F08 1F0E 1F09 1F0F 1F20 1F26 1F21 1F27 1F28 1F2E 1F29 1F2F 1F30 1F36 1F31 1F37 1F38 1F3E 1F39 1F3F 1F50 1F56 1F51 1F57 1F59 1F5F 1F60 1F66 1F61 1F67 1F68 1F6E 1F69 1F6F 3B1 1FB6 A8 1FC1 3B7 1FC6 1FBF 1FCF 3B9 1FD6 3CA 1FD7 1FFE 1FDF 3C5 1FE6 3CB 1FE7 3C9 1FF6
    with 345 1F00 1F80 1F01 1F81 1F02 1F82 1F03 1F83 1F04 1F84 1F05 1F85 1F06 1F86 1F07 1F87 1F08 1F88 1F09 1F89 1F0A 1F8A 1F0B 1F8B 1F0C 1F8C 1F0D 1F8D 1F0E 1F8E 1F0F 1F8F 1F20 1F90 1F21 1F91 1F22 1F92 1F23 1F93 1F24 1F94 1F25 1F95 1F26 1F96 1F27 1F97 1F28 1F98 1F29 1F99 1F2A 1F9A 1F2B 1F9B 1F2C 1F9C 1F2D 1F9D 1F2E 1F9E 1F2F 1F9F 1F60 1FA0 1F61 1FA1 1F62 1FA2 1F63 1FA3 1F64 1FA4 1F65 1FA5 1F66 1FA6 1F67 1FA7 1F68 1FA8 1F69 1FA9 1F6A 1FAA 1F6B 1FAB 1F6C 1FAC 1F6D 1FAD 1F6E 1FAE 1F6F 1FAF 1F70 1FB2 3B1 1FB3 3AC 1FB4 1FB6 1FB7 391 1FBC 1F74 1FC2 3B7 1FC3 3AE 1FC4 1FC6 1FC7 397 1FCC 1F7C 1FF2 3C9 1FF3 3CE 1FF4 1FF6 1FF7 3A9 1FFC
    with 653 627 622
    with 654 627 623 648 624 64A 626 6D5 6C0 6C1 6C2 6D2 6D3
    with 655 627 625
    with 93C 928 929 930 931 933 934
    with 9BE 9C7 9CB
    with 9D7 9C7 9CC
    with B3E B47 B4B
    with B56 B47 B48
    with B57 B47 B4C
    with BBE BC6 BCA BC7 BCB
    with BD7 B92 B94 BC6 BCC
    with C56 C46 C48
    with CC2 CC6 CCA
    with CD5 CBF CC0 CC6 CC7 CCA CCB
    with CD6 CC6 CC8
    with D3E D46 D4A D47 D4B
    with D57 D46 D4C
    with DCA DD9 DDA DDC DDD
    with DCF DD9 DDC
    with DDF DD9 DDE
    with 102E 1025 1026
    with 1B35 1B05 1B06 1B07 1B08 1B09 1B0A 1B0B 1B0C 1B0D 1B0E 1B11 1B12 1B3A 1B3B 1B3C 1B3D 1B3E 1B40 1B3F 1B41 1B42 1B43
    with 3099 304B 304C 304D 304E 304F 3050 3051 3052 3053 3054 3055 3056 3057 3058 3059 305A 305B 305C 305D 305E 305F 3060 3061 3062 3064 3065 3066 3067 3068 3069 306F 3070 3072 3073 3075 3076 3078 3079 307B 307C 3046 3094 309D 309E 30AB 30AC 30AD 30AE 30AF 30B0 30B1 30B2 30B3 30B4 30B5 30B6 30B7 30B8 30B9 30BA 30BB 30BC 30BD 30BE 30BF 30C0 30C1 30C2 30C4 30C5 30C6 30C7 30C8 30C9 30CF 30D0 30D2 30D3 30D5 30D6 30D8 30D9 30DB 30DC 30A6 30F4 30EF 30F7 30F0 30F8 30F1 30F9 30F2 30FA 30FD 30FE
    with 309A 306F 3071 3072 3074 3075 3077 3078 307A 307B 307D 30CF 30D1 30D2 30D4 30D5 30D7 30D8 30DA 30DB 30DD
    with 110BA 11099 1109A 1109B 1109C 110A5 110AB
    with 11127 11131 1112E 11132 1112F
    with 1133E 11347 1134B
    with 11357 11347 1134C
    with 114B0 114B9 114BC
    with 114BA 114B9 114BB
    with 114BD 114B9 114BE
    with 115AF 115B8 115BA 115B9 115BB
    with 11930 11935 11938
    """
}
