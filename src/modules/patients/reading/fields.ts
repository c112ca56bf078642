// Every field of a discharge that a list may hold, with all the names under which hospitals' systems export it.
import { type Words, w } from '#kernel/words.ts'

/**
 * The names of a field: `chinese` headings, the `codes` of the national front sheet (with or without their trailing C
 * or N) and `pinyin` names (住院病案首页, and the dialects of its exports). The first name found in a file wins, so the
 * surer names stand first. Compared without case, spaces, underscores, remarks in brackets.
 */
type Names = { words: Words; chinese: string; codes?: string; pinyin?: string }

const list = {
  recordNumber: {
    words: w('病案号', 'Record number'),
    chinese:
      '病案号 病案号码 病案编号 病历号 病历号码 病历编号 病案首页号 住院号 住院号码 住院编号 住院病案号 患者编号 患者ID 病人ID 病人号 登记号',
    codes: 'A48',
    pinyin: 'BAH BAHM BLH BRBAH ZYH ZYHM PatientNO patient_no medical_record_no mrn record_number BRID JYH',
  },
  admissionCount: {
    words: w('住院次数', 'Admission'),
    chinese: '住院次数 第几次住院 第次住院 入院次数 次数 住院次 主页ID',
    codes: 'A49',
    pinyin: 'ZYCS RYCS ZYC admission_count visit_id visit_no',
  },
  name: {
    words: w('姓名', 'Name'),
    chinese: '姓名 患者姓名 病人姓名 患者 病人 名字',
    codes: 'A11',
    pinyin: 'XM BRXM HZXM name patient_name',
  },
  sex: {
    words: w('性别', 'Sex'),
    chinese: '性别 患者性别 性别代码 性别名称',
    codes: 'A12C',
    pinyin: 'XB XBMC XBDM BRXB sex gender',
  },
  bornOn: {
    words: w('出生日期', 'Date of birth'),
    chinese: '出生日期 出生年月日 出生年月 生日 出生时间 患者出生日期',
    codes: 'A13',
    pinyin: 'CSRQ CSNY CSSJ birthday birth_date date_of_birth dob',
  },
  ageYears: {
    words: w('年龄', 'Age'),
    chinese: '年龄 患者年龄 年龄岁 周岁 实足年龄',
    codes: 'A14',
    pinyin: 'NL BRNL age',
  },
  ageDays: {
    words: w('不足一周岁年龄(天)', 'Age in days'),
    chinese:
      '年龄天 不足一周岁年龄 不足1周岁年龄 年龄不足1周岁的年龄 年龄不足一周岁的年龄 不足1周岁年龄天 不足一周岁的年龄天 不足周岁年龄 新生儿日龄 日龄 天龄',
    codes: 'A16',
    pinyin: 'BZYZSNL BZYZS_NL BZYZSNLT RL',
  },
  idNumber: {
    words: w('身份证号', 'ID number'),
    chinese: '身份证号 身份证号码 身份证 证件号码 证件号 患者证件号码 有效证件号 公民身份号码',
    codes: 'A20 A20N',
    pinyin: 'SFZH SFZHM SFZJHM SFZ ZJHM id_card id_number idcard',
  },
  phone: {
    words: w('联系电话', 'Telephone'),
    chinese:
      '患者电话 患者手机 患者手机号 患者手机号码 患者联系电话 本人电话 本人手机 本人联系电话 手机号 手机号码 手机 移动电话 联系电话 现住址电话 现住址联系电话 电话 电话号码 联系方式 联系电话1 电话1 家庭电话 住宅电话 家庭联系电话',
    codes: 'A27',
    pinyin: 'DH SJ SJH SJHM BRDH HZDH LXDH XZZDH DHHM JTDH phone mobile tel telephone',
  },
  otherPhone: {
    words: w('其他电话', 'Other telephone'),
    chinese: '其他电话 备用电话 户口电话 户口地址电话 户籍电话 联系电话2 电话2 第二联系电话 固定电话 座机',
    pinyin: 'HKDH HKDZDH BYDH DH2 phone2',
  },
  contactPhone: {
    words: w('联系人电话', "Contact's telephone"),
    chinese:
      '联系人电话 联系人手机 联系人手机号 联系人电话号码 联系人联系电话 联系人联系方式 家属电话 家属联系电话 家属手机 监护人电话 紧急联系电话 紧急联系人电话 亲属电话 陪护电话',
    codes: 'A35',
    pinyin: 'DH1 LXRDH LXRDHHM LXRSJ JSDH contact_phone',
  },
  contactName: {
    words: w('联系人姓名', 'Contact'),
    chinese: '联系人姓名 联系人 家属姓名 监护人姓名 监护人 紧急联系人 家属',
    codes: 'A32',
    pinyin: 'LXRXM LXR LXRMC JSXM contact_name',
  },
  contactRelation: {
    words: w('联系人关系', 'Relation'),
    chinese: '联系人关系 与患者关系 与病人关系 关系 家属关系 与联系人关系 联系人与患者关系',
    codes: 'A33C',
    pinyin: 'GX LXRGX YHZGX relation',
  },
  workPhone: {
    words: w('单位电话', 'Telephone at work'),
    chinese: '单位电话 工作单位电话 单位联系电话 工作电话 办公电话',
    codes: 'A30',
    pinyin: 'DWDH GZDWDH work_phone',
  },
  address: {
    words: w('住址', 'Address'),
    chinese: '现住址 联系地址 家庭住址 家庭地址 住址 地址 现住地址 居住地址 通讯地址 常住地址',
    codes: 'A26',
    pinyin: 'XZZ XZZDZ JTZZ JTDZ LXDZ address',
  },
  campus: {
    words: w('院区', 'Campus'),
    chinese: '院区 院区名称 出院院区 所属院区 分院 医院分院 院区代码',
    pinyin: 'YQ YQMC YQDM CYYQ campus',
  },
  department: {
    words: w('出院科室', 'Department'),
    chinese:
      '出院科室 出院科室名称 出院科别 出院科别名称 科室 科室名称 出院科 科别 所在科室 住院科室 出院科室代码 出院科室编码 出院科室ID',
    codes: 'B16C B16N',
    pinyin: 'CYKB CYKBMC CYKS CYKSMC KS KSMC KB CYKBBM CYKBDM CYKSDM CYKSBM department dept_name dept',
  },
  ward: {
    words: w('出院病房', 'Ward'),
    chinese: '出院病房 病房 出院病区 病区 病区名称 出院病区名称',
    codes: 'B17',
    pinyin: 'CYBF CYBQ BF BQ BQMC ward',
  },
  transfers: {
    words: w('转科科别', 'Transfers'),
    chinese: '转科科别 转科科室 转科 转科情况 转入科室',
    codes: 'B21C',
    pinyin: 'ZKKB ZKKS ZKKBMC ZKQK',
  },
  admittedAt: {
    words: w('入院日期', 'Admitted'),
    chinese: '入院日期 入院时间 入院日期时间 住院日期 入院年月日 入院日',
    codes: 'B12',
    pinyin: 'RYRQ RYSJ RYRQSJ admission_date admit_date admitted_at',
  },
  admittedTime: {
    words: w('入院时刻', 'Hour of admission'),
    chinese: '入院时刻 入院时 入院小时',
    pinyin: 'RYSJ_S RYS',
  },
  dischargedAt: {
    words: w('出院日期', 'Discharged'),
    chinese: '出院日期 出院时间 出院日期时间 出院年月日 离院日期 离院时间 出院日',
    codes: 'B15',
    pinyin: 'CYRQ CYSJ CYRQSJ discharge_date discharged_at dscg_date',
  },
  dischargedTime: {
    words: w('出院时刻', 'Hour of discharge'),
    chinese: '出院时刻 出院时 出院小时',
    pinyin: 'CYSJ_S CYS',
  },
  diagnosis: {
    words: w('出院诊断', 'Diagnosis'),
    chinese:
      '出院诊断 主要诊断 出院主要诊断 主要诊断名称 出院主要诊断名称 出院诊断名称 主诊断 主诊断名称 诊断 诊断名称 疾病名称 第一诊断',
    codes: 'C04N',
    pinyin: 'ZYZD ZYZDMC CYZD CYZDMC CYZYZD ZD ZDMC diagnosis',
  },
  diagnosisCode: {
    words: w('诊断编码', 'Diagnosis code'),
    chinese:
      '主要诊断编码 出院主要诊断编码 主要诊断代码 出院诊断编码 出院诊断代码 诊断编码 诊断代码 疾病编码 疾病代码 ICD10 ICD-10 ICD编码 ICD10编码',
    codes: 'C03C',
    pinyin: 'JBDM ZYZD_JBBM ZYZDBM_S ZYZDBM ZYZDDM CYZDBM ICD',
  },
  procedure: {
    words: w('主要手术', 'Main procedure'),
    chinese: '主要手术 主要手术名称 主要手术操作名称 手术名称 手术及操作名称 手术操作名称 手术',
    codes: 'C15x01N',
    pinyin: 'SSJCZMC1 SSJCZMC ZYSS SSMC SSMC1',
  },
  allergies: {
    words: w('过敏药物', 'Allergies'),
    chinese: '过敏药物 过敏药物名称 药物过敏 过敏史 药物过敏史',
    codes: 'C25',
    pinyin: 'GMYW YWGMMC GMS YWGM',
  },
  leaving: {
    words: w('离院方式', 'Way of leaving'),
    chinese: '离院方式 离院方式代码 离院方式名称 出院方式 出院方式名称 离院去向 出院去向',
    codes: 'B34C',
    pinyin:
      'LYFS LYFSMC LYFSDM CYFS dscg_way dischargeMethodCode OUT_WAY_CODE leave_hospital_way_name DISCHARGE_DISPOSITION cm_4_3 COL0899',
  },
  outcome: {
    words: w('出院情况', 'Outcome'),
    chinese: '出院情况 转归 转归情况 出院转归 治疗结果 治疗效果 疗效 疾病转归 出院状态',
    pinyin: 'CYQK ZG ZGQK ZLJG OUT_STATUS_CODE outcome',
  },
  diedAt: { words: w('死亡时间', 'Died'), chinese: '死亡时间 死亡日期', pinyin: 'SWSJ SWRQ' },
  chiefDoctor: {
    words: w('主任医师', 'Chief physician'),
    chinese: '主任医师 主副主任医师 主任副主任医师 主任(副主任)医师 主(副主任)医师',
    codes: 'B23',
    pinyin: 'ZRYS ZRFZRYS FZRYS',
  },
  attendingDoctor: {
    words: w('主治医师', 'Attending doctor'),
    chinese: '主治医师 主治医生 主管医师 主管医生 经治医师 经治医生 管床医生 管床医师 责任医师 责任医生 医生 医师',
    codes: 'B24',
    pinyin: 'ZZYS ZGYS JZYS GCYS',
  },
  residentDoctor: { words: w('住院医师', 'Resident'), chinese: '住院医师 住院医生', codes: 'B25', pinyin: 'ZYYS' },
  nurse: { words: w('责任护士', 'Nurse'), chinese: '责任护士 主管护士 护士', codes: 'B26', pinyin: 'ZRHS' },
  birthWeight: {
    words: w('新生儿出生体重', 'Birth weight'),
    chinese: '新生儿出生体重 出生体重 新生儿出生体重克 新生儿出生体重1',
    codes: 'A18x01 A18',
    pinyin: 'XSECSTZ XSETZ XSECSTZ1 XSETZ1',
  },
  admissionWeight: {
    words: w('新生儿入院体重', 'Weight of newborn at admission'),
    chinese: '新生儿入院体重 新生儿入院体重克',
    codes: 'A17',
    pinyin: 'XSERYTZ',
  },
  payment: {
    words: w('付费方式', 'Payment'),
    chinese: '医疗付费方式 付费方式 付款方式 费别 医保类型 费用类别 患者类别 医保类别 参保类型',
    codes: 'A46C',
    pinyin: 'YLFKFS YLFFFS FKFS FB YBLX payment',
  },
} satisfies Record<string, Names>

export type Field = keyof typeof list

export const fieldNames: Record<Field, Names> = list

export const fields = Object.keys(list) as Field[]

/** Without a column for these, no row can be taken. */
export const requiredFields = ['recordNumber', 'name', 'dischargedAt'] as const satisfies readonly Field[]

/**
 * A row cut off before one of these is refused even if the rest would do: what is lost may be the word that the
 * patient died. A row cut off behind them has lost only details.
 */
export const essentialFields: readonly Field[] = [
  ...requiredFields,
  'admissionCount',
  'phone',
  'otherPhone',
  'contactPhone',
  'workPhone',
  'campus',
  'department',
  'admittedAt',
  'leaving',
  'outcome',
  'diedAt',
]
