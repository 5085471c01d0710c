<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutBox</name>
    <message>
        <source>About Virtual mPOS</source>
        <translation>关于虚拟 mPOS</translation>
    </message>
    <message>
        <source>Virtual mPOS %1</source>
        <translation>虚拟 mPOS %1</translation>
    </message>
    <message>
        <source>SIMULATOR: test keys and test cards only. No payment made here moves money.</source>
        <translation>SIMULATOR：仅限测试密钥和测试卡，这里的交易不会动用任何资金。</translation>
    </message>
    <message>
        <source>Licence: Apache-2.0.</source>
        <translation>许可证：Apache-2.0。</translation>
    </message>
    <message>
        <source>Made with:</source>
        <translation>使用的软件：</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>mpos::gui::Bench</name>
    <message>
        <source>The world ended while it was recorded: there is no scenario.</source>
        <translation>录制期间世界已结束：没有生成场景。</translation>
    </message>
    <message>
        <source>%1 is there already: name another file.</source>
        <translation>%1 已存在：请换一个文件名。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法创建文件夹 %1。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
</context>
<context>
    <name>BenchTab</name>
    <message>
        <source>Close %1</source>
        <translation>关闭%1</translation>
    </message>
</context>
<context>
    <name>ByteView</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CardFace</name>
    <message>
        <source>VALID THRU %1</source>
        <translation>有效期 %1</translation>
    </message>
</context>
<context>
    <name>ClockPanel</name>
    <message>
        <source>Virtual clock</source>
        <translation>虚拟时钟</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前时间</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Events that wait</source>
        <translation>等待中的事件</translation>
    </message>
    <message>
        <source>The next is due at</source>
        <translation>下一个事件的时间</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Step one event</source>
        <translation>单步一个事件</translation>
    </message>
    <message>
        <source>Commands that wait for their step</source>
        <translation>等待步骤的命令</translation>
    </message>
    <message>
        <source>at: %1</source>
        <translation>步骤：%1</translation>
    </message>
</context>
<context>
    <name>DemoView</name>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>联机</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>输入金额</translation>
    </message>
    <message>
        <source>Present a card</source>
        <translation>出示卡片</translation>
    </message>
    <message>
        <source>Enter the PIN</source>
        <translation>输入密码</translation>
    </message>
    <message>
        <source>The bank decides</source>
        <translation>银行处理中</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>The sale is over</source>
        <translation>交易结束</translation>
    </message>
    <message>
        <source>Phone and reader meet for the first time: both show six digits, and the green key says they agree.</source>
        <translation>手机和刷卡器第一次见面：两边显示同样的六位数字，按绿色键表示一致。</translation>
    </message>
    <message>
        <source>The merchant types an amount on the phone.</source>
        <translation>商户在手机上输入金额。</translation>
    </message>
    <message>
        <source>The merchant logs in on the phone, and the phone finds the reader.</source>
        <translation>商户在手机上登录，手机连接刷卡器。</translation>
    </message>
    <message>
        <source>Insert, swipe or tap: the reader reads the card itself. The phone only waits.</source>
        <translation>插卡、刷卡或挥卡，都由刷卡器自己读取，手机只是等待。</translation>
    </message>
    <message>
        <source>The cardholder types the PIN on the reader. It is enciphered inside at once and never leaves it in clear.</source>
        <translation>顾客在刷卡器上输入密码。密码在机内立即加密，不离开刷卡器，手机也看不到。</translation>
    </message>
    <message>
        <source>The reader seals the request, the phone carries it, the bank answers. Nobody in between can read or change it.</source>
        <translation>刷卡器加密请求，手机转送，银行应答。途中没有人能读取或更改。</translation>
    </message>
    <message>
        <source>The bank has answered, the reader shows it, and the phone prints the receipt.</source>
        <translation>银行已经应答，刷卡器显示结果，手机给出小票。</translation>
    </message>
    <message>
        <source>The display and the phone say why.</source>
        <translation>显示屏和手机会说明原因。</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>仅限测试密钥和测试卡</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Play by itself</source>
        <translation>自动演示</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Slow ×¼</source>
        <translation>慢速 ×¼</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>EventRows</name>
    <message>
        <source>Every frame, APDU and key operation will appear here</source>
        <translation>每个帧、APDU 和密钥操作都会显示在这里</translation>
    </message>
    <message>
        <source>Timeline, %1 events</source>
        <translation>时间线，%1 个事件</translation>
    </message>
    <message>
        <source>Virtual time</source>
        <translation>虚拟时间</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>after %1 s</source>
        <translation>%1 秒后</translation>
    </message>
</context>
<context>
    <name>mpos::gui::FaultList</name>
    <message>
        <source>&apos;%1&apos; is none; write for instance %2</source>
        <translation>“%1”无效；例如写 %2</translation>
    </message>
    <message>
        <source>Waits for: %1</source>
        <translation>等待步骤：%1</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>FaultPanel</name>
    <message>
        <source>Find a fault</source>
        <translation>查找故障</translation>
    </message>
    <message>
        <source>active</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>被拒绝：%1</translation>
    </message>
    <message>
        <source>Set once</source>
        <translation>已设一次</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>At step…</source>
        <translation>在步骤…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Unmark</source>
        <translation>取消标记</translation>
    </message>
    <message>
        <source>%1 faults, as the bus lists them. What is set goes into journal and recording.</source>
        <translation>清单来自总线，共 %1 项。故障会写入日志和录制文件。</translation>
    </message>
</context>
<context>
    <name>FaultWords</name>
    <message>
        <source>Dead key</source>
        <translation>按键失灵</translation>
    </message>
    <message>
        <source>The key never makes contact</source>
        <translation>该键始终不接触</translation>
    </message>
    <message>
        <source>Stuck key</source>
        <translation>按键卡住</translation>
    </message>
    <message>
        <source>The key stays down once pressed</source>
        <translation>按下后不再弹起</translation>
    </message>
    <message>
        <source>Power cut while writing</source>
        <translation>写入时断电</translation>
    </message>
    <message>
        <source>When so many more bytes of the flash were written or erased</source>
        <translation>Flash 再写入或擦除这么多字节时</translation>
    </message>
    <message>
        <source>Dead magnetic head</source>
        <translation>磁头失灵</translation>
    </message>
    <message>
        <source>A swipe reads nothing</source>
        <translation>刷卡读不到任何内容</translation>
    </message>
    <message>
        <source>Card pulled out</source>
        <translation>拔出卡片</translation>
    </message>
    <message>
        <source>Contact ends in the middle of whatever goes on</source>
        <translation>触点在交换途中断开</translation>
    </message>
    <message>
        <source>Card taken away</source>
        <translation>移开卡片</translation>
    </message>
    <message>
        <source>What is held to the antenna leaves the field</source>
        <translation>天线上的卡片离开感应区</translation>
    </message>
    <message>
        <source>PSAM taken out</source>
        <translation>取出 PSAM</translation>
    </message>
    <message>
        <source>The slot behind the battery lid is empty</source>
        <translation>电池盖后的卡槽为空</translation>
    </message>
    <message>
        <source>Phone hangs up</source>
        <translation>手机断开</translation>
    </message>
    <message>
        <source>The session between phone and reader ends</source>
        <translation>手机与刷卡器的会话结束</translation>
    </message>
    <message>
        <source>Power cut</source>
        <translation>断电</translation>
    </message>
    <message>
        <source>The reader stops at once; only its flash remembers</source>
        <translation>刷卡器立即停止，只有 Flash 保留内容</translation>
    </message>
    <message>
        <source>Power off and on</source>
        <translation>断电再上电</translation>
    </message>
    <message>
        <source>The reader starts anew</source>
        <translation>刷卡器重新启动</translation>
    </message>
    <message>
        <source>Request altered</source>
        <translation>请求被篡改</translation>
    </message>
    <message>
        <source>The phone flips a bit in what it forwards to the acquirer</source>
        <translation>手机在转发给收单行的报文中翻转一位</translation>
    </message>
    <message>
        <source>Approval forged</source>
        <translation>伪造批准</translation>
    </message>
    <message>
        <source>The phone turns the next refusal into an approval</source>
        <translation>手机把下一个拒绝改成批准</translation>
    </message>
    <message>
        <source>Answer repeated</source>
        <translation>应答重复</translation>
    </message>
    <message>
        <source>The phone brings the next answer twice</source>
        <translation>手机把下一个应答送两次</translation>
    </message>
    <message>
        <source>Request repeated</source>
        <translation>请求重复</translation>
    </message>
    <message>
        <source>The phone sends the next request twice</source>
        <translation>手机把下一个请求发两次</translation>
    </message>
    <message>
        <source>Answer lost</source>
        <translation>应答丢失</translation>
    </message>
    <message>
        <source>The phone keeps the next answer to itself</source>
        <translation>手机扣下下一个应答</translation>
    </message>
    <message>
        <source>No network</source>
        <translation>无网络</translation>
    </message>
    <message>
        <source>The phone cannot reach the acquirer</source>
        <translation>手机连不上收单行</translation>
    </message>
    <message>
        <source>MAC over another message</source>
        <translation>为其他报文求 MAC</translation>
    </message>
    <message>
        <source>The phone asks for a MAC over a message with another amount</source>
        <translation>手机为金额不同的报文请求 MAC</translation>
    </message>
    <message>
        <source>Acquirer answers with a code</source>
        <translation>收单行按码应答</translation>
    </message>
    <message>
        <source>Field 39 of the next answer, without deciding</source>
        <translation>下一个应答的域 39，不作判断</translation>
    </message>
    <message>
        <source>Acquirer does not answer</source>
        <translation>收单行不应答</translation>
    </message>
    <message>
        <source>It takes the message, decides and posts: a reversal must follow</source>
        <translation>收到报文、判断并入账：必须冲正</translation>
    </message>
    <message>
        <source>Acquirer never sees it</source>
        <translation>收单行收不到</translation>
    </message>
    <message>
        <source>The next message is lost on its way</source>
        <translation>下一个报文在途中丢失</translation>
    </message>
    <message>
        <source>Wrong MAC</source>
        <translation>MAC 错误</translation>
    </message>
    <message>
        <source>The next answer has a damaged field 64</source>
        <translation>下一个应答的域 64 被损坏</translation>
    </message>
    <message>
        <source>Wrong TPDU</source>
        <translation>TPDU 错误</translation>
    </message>
    <message>
        <source>The next answer keeps the addresses unswapped</source>
        <translation>下一个应答不交换地址</translation>
    </message>
    <message>
        <source>Wrong host proof</source>
        <translation>主机证明错误</translation>
    </message>
    <message>
        <source>The next answer&apos;s proof is damaged: the reader must not trust it</source>
        <translation>下一个应答的证明被损坏：刷卡器不得信任</translation>
    </message>
    <message>
        <source>Wrong key check value</source>
        <translation>密钥校验值错误</translation>
    </message>
    <message>
        <source>At the next sign-in, for pik, mak or tdk</source>
        <translation>下次签到时，用于 pik、mak 或 tdk</translation>
    </message>
    <message>
        <source>Answer with another field</source>
        <translation>应答中改一个域</translation>
    </message>
    <message>
        <source>Number=value, under a good MAC</source>
        <translation>域号=值，MAC 正确</translation>
    </message>
    <message>
        <source>Acquirer is slow</source>
        <translation>收单行变慢</translation>
    </message>
    <message>
        <source>The next answer comes this much later</source>
        <translation>下一个应答推迟这么久</translation>
    </message>
    <message>
        <source>Wrong issuer cryptogram</source>
        <translation>发卡行密文错误</translation>
    </message>
    <message>
        <source>The chip must refuse the issuer&apos;s answer</source>
        <translation>芯片必须拒绝发卡行的应答</translation>
    </message>
    <message>
        <source>No issuer cryptogram</source>
        <translation>无发卡行密文</translation>
    </message>
    <message>
        <source>Tag 91 is missing from the next answer</source>
        <translation>下一个应答缺少标签 91</translation>
    </message>
    <message>
        <source>Wrong parameter signature</source>
        <translation>参数签名错误</translation>
    </message>
    <message>
        <source>The next parameter file is signed wrongly</source>
        <translation>下一个参数文件签名错误</translation>
    </message>
    <message>
        <source>Wrong MAC of a load</source>
        <translation>圈存 MAC 错误</translation>
    </message>
    <message>
        <source>The command that loads electronic cash is damaged</source>
        <translation>电子现金圈存命令被损坏</translation>
    </message>
    <message>
        <source>Chunk lost</source>
        <translation>丢失一块</translation>
    </message>
    <message>
        <source>The next one the phone sends never arrives</source>
        <translation>手机发出的下一块不会到达</translation>
    </message>
    <message>
        <source>Chunk damaged</source>
        <translation>损坏一块</translation>
    </message>
    <message>
        <source>One bit of the next one is flipped</source>
        <translation>下一块翻转一位</translation>
    </message>
    <message>
        <source>Chunk repeated</source>
        <translation>重复一块</translation>
    </message>
    <message>
        <source>The next one arrives twice</source>
        <translation>下一块到达两次</translation>
    </message>
    <message>
        <source>Link breaks</source>
        <translation>链路中断</translation>
    </message>
    <message>
        <source>After the next chunk</source>
        <translation>在下一块之后</translation>
    </message>
    <message>
        <source>Link delayed</source>
        <translation>链路延迟</translation>
    </message>
    <message>
        <source>Each chunk arrives this much later</source>
        <translation>每一块都推迟这么久到达</translation>
    </message>
    <message>
        <source>Chunks out of order</source>
        <translation>块乱序</translation>
    </message>
    <message>
        <source>The next one arrives behind the one after it</source>
        <translation>下一块落在其后一块之后</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>时延</translation>
    </message>
    <message>
        <source>One way, both directions</source>
        <translation>单程，两个方向</translation>
    </message>
    <message>
        <source>Jitter</source>
        <translation>抖动</translation>
    </message>
    <message>
        <source>Each chunk up to this much earlier or later</source>
        <translation>每一块最多提前或推后这么久</translation>
    </message>
    <message>
        <source>Bandwidth</source>
        <translation>带宽</translation>
    </message>
    <message>
        <source>Bytes a second</source>
        <translation>每秒字节数</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>丢包</translation>
    </message>
    <message>
        <source>Chance that a chunk never arrives, 0 to 1</source>
        <translation>一块不到达的概率，0 到 1</translation>
    </message>
    <message>
        <source>Duplication</source>
        <translation>重复率</translation>
    </message>
    <message>
        <source>Chance that a chunk arrives twice, 0 to 1</source>
        <translation>一块到达两次的概率，0 到 1</translation>
    </message>
    <message>
        <source>Corruption</source>
        <translation>损坏率</translation>
    </message>
    <message>
        <source>Chance that a bit of a chunk is flipped, 0 to 1</source>
        <translation>一块中翻转一位的概率，0 到 1</translation>
    </message>
    <message>
        <source>Short chunks</source>
        <translation>短块</translation>
    </message>
    <message>
        <source>At most so many bytes in one</source>
        <translation>每块最多这么多字节</translation>
    </message>
    <message>
        <source>Link breaks after bytes</source>
        <translation>按字节数中断</translation>
    </message>
    <message>
        <source>Once so many more bytes have arrived</source>
        <translation>再到达这么多字节后</translation>
    </message>
    <message>
        <source>Keypad</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Flash</source>
        <translation>Flash</translation>
    </message>
    <message>
        <source>Stripe</source>
        <translation>磁条</translation>
    </message>
    <message>
        <source>Cards and phone</source>
        <translation>卡片与手机</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>电源</translation>
    </message>
    <message>
        <source>A phone not to be trusted</source>
        <translation>不可信的手机</translation>
    </message>
    <message>
        <source>Acquirer</source>
        <translation>收单行</translation>
    </message>
    <message>
        <source>Link, the next chunks</source>
        <translation>链路：接下来的块</translation>
    </message>
    <message>
        <source>Link, from now on</source>
        <translation>链路：从现在起</translation>
    </message>
</context>
<context>
    <name>HostPanel</name>
    <message>
        <source>Test accounts</source>
        <translation>测试账户</translation>
    </message>
    <message>
        <source>Messages and ledger</source>
        <translation>报文与账簿</translation>
    </message>
    <message>
        <source>The acquirer&apos;s messages and postings will appear here</source>
        <translation>收单行的报文和记账会显示在这里</translation>
    </message>
</context>
<context>
    <name>KeyCap</name>
    <message>
        <source>Key %1</source>
        <translation>按键 %1</translation>
    </message>
</context>
<context>
    <name>KeyPanel</name>
    <message>
        <source>Terminal master key</source>
        <translation>终端主密钥</translation>
    </message>
    <message>
        <source>PIN key</source>
        <translation>PIN 密钥</translation>
    </message>
    <message>
        <source>MAC key</source>
        <translation>MAC 密钥</translation>
    </message>
    <message>
        <source>Track key</source>
        <translation>磁道密钥</translation>
    </message>
    <message>
        <source>Device authentication key</source>
        <translation>设备认证密钥</translation>
    </message>
    <message>
        <source>Serial number key</source>
        <translation>序列号密钥</translation>
    </message>
    <message>
        <source>DUKPT key</source>
        <translation>DUKPT 密钥</translation>
    </message>
    <message>
        <source>Keys of %1</source>
        <translation>%1 的密钥</translation>
    </message>
    <message>
        <source>KCV %1</source>
        <translation>KCV %1</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>DUKPT counter (KSN)</source>
        <translation>DUKPT 计数器（KSN）</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>固件</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已关机</translation>
    </message>
    <message>
        <source>Sign-in</source>
        <translation>签到</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Reversal</source>
        <translation>冲正</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>MAC checks</source>
        <translation>MAC 校验</translation>
    </message>
    <message>
        <source>locked until the next sign-in</source>
        <translation>锁定至下次签到</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开放</translation>
    </message>
    <message>
        <source>Tamper</source>
        <translation>防拆</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Chip slot</source>
        <translation>芯片槽</translation>
    </message>
    <message>
        <source>Antenna</source>
        <translation>天线</translation>
    </message>
    <message>
        <source>PSAM slot</source>
        <translation>PSAM 槽</translation>
    </message>
    <message>
        <source>Audit entries</source>
        <translation>审计条目</translation>
    </message>
</context>
<context>
    <name>LinkPanel</name>
    <message>
        <source>Phone and reader</source>
        <translation>手机与刷卡器</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Carried by</source>
        <translation>承载</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Phone shows</source>
        <translation>手机显示</translation>
    </message>
    <message>
        <source>Frames and messages</source>
        <translation>帧与报文</translation>
    </message>
    <message>
        <source>Frames will appear here when a phone connects</source>
        <translation>手机连接后，帧会显示在这里</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Virtual mPOS — SIMULATOR</source>
        <translation>虚拟 mPOS — SIMULATOR</translation>
    </message>
    <message>
        <source>Virtual mPOS</source>
        <translation>虚拟 mPOS</translation>
    </message>
    <message>
        <source>Reader profile</source>
        <translation>刷卡器型号</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，位于 %2</translation>
    </message>
    <message>
        <source>Virtual clock %1 seconds, speed %2</source>
        <translation>虚拟时钟 %1 秒，速度 %2</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>One event on</source>
        <translation>前进一个事件</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>About Virtual mPOS</source>
        <translation>关于虚拟 mPOS</translation>
    </message>
    <message>
        <source>Stripe slot · drag across, 10–150 cm/s</source>
        <translation>磁条槽 · 横向拖过，10–150 cm/s</translation>
    </message>
    <message>
        <source>Chip slot · drag in from below</source>
        <translation>芯片插槽 · 从下方拖入</translation>
    </message>
    <message>
        <source>%1 · firmware %2</source>
        <translation>%1 · 固件 %2</translation>
    </message>
    <message>
        <source>Show the wallet</source>
        <translation>展开卡包</translation>
    </message>
    <message>
        <source>Fold the wallet</source>
        <translation>折叠卡包</translation>
    </message>
    <message>
        <source>Show the phone</source>
        <translation>展开手机</translation>
    </message>
    <message>
        <source>Fold the phone</source>
        <translation>折叠手机</translation>
    </message>
    <message>
        <source>Start here: log in on the phone, type an amount, then drag a card to the reader.</source>
        <translation>从这里开始：在手机上登录，输入金额，再把卡拖到刷卡器上。</translation>
    </message>
    <message>
        <source>Close the hint</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>The connection to the reader ended. The last events are kept.</source>
        <translation>与刷卡器的连接已断开，最后的事件已保留。</translation>
    </message>
    <message>
        <source>The reader stopped. The last events are kept.</source>
        <translation>刷卡器已停止，最后的事件已保留。</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新连接</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>session up</source>
        <translation>会话已建立</translation>
    </message>
    <message>
        <source>compare the code</source>
        <translation>核对配对码</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>In memory: </source>
        <translation>内存直连：</translation>
    </message>
    <message>
        <source>No acquirer</source>
        <translation>没有收单机构</translation>
    </message>
    <message>
        <source>Host: signed in</source>
        <translation>主机：已签到</translation>
    </message>
    <message>
        <source>Host: ready</source>
        <translation>主机：就绪</translation>
    </message>
    <message>
        <source>%1 files not loaded</source>
        <translation>%1 个文件未载入</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>仅限测试密钥和测试卡</translation>
    </message>
    <message>
        <source>Deterministic, seed %1</source>
        <translation>确定性模式，种子 %1</translation>
    </message>
    <message>
        <source>%1 events listed</source>
        <translation>已列出 %1 个事件</translation>
    </message>
    <message>
        <source>Width of the workbench</source>
        <translation>工作台宽度</translation>
    </message>
    <message>
        <source>Open scenario…</source>
        <translation>打开场景…</translation>
    </message>
    <message>
        <source>■ Stop</source>
        <translation>■ 停止</translation>
    </message>
    <message>
        <source>● Record</source>
        <translation>● 录制</translation>
    </message>
</context>
<context>
    <name>mpos::gui::MerchantPhone</name>
    <message>
        <source>This reader has no service %1.</source>
        <translation>这台刷卡器没有 %1 服务。</translation>
    </message>
    <message>
        <source>Type an amount such as 128.50.</source>
        <translation>请输入金额，例如 128.50。</translation>
    </message>
    <message>
        <source>Type a number such as 000012.</source>
        <translation>请输入数字，例如 000012。</translation>
    </message>
    <message>
        <source>The acquirer refused the sign-in.</source>
        <translation>收单机构拒绝了签到。</translation>
    </message>
</context>
<context>
    <name>PhoneView</name>
    <message>
        <source>Merchant&apos;s phone, SIMULATOR</source>
        <translation>商户手机，SIMULATOR</translation>
    </message>
    <message>
        <source>T %1</source>
        <translation>终端 %1</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Test merchant %1</source>
        <translation>测试商户 %1</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作员</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Does the reader show this code?</source>
        <translation>刷卡器上显示的是这个号码吗？</translation>
    </message>
    <message>
        <source>Press the green key on the reader if it does, the red one if not.</source>
        <translation>如果一致，按刷卡器的绿色键；如果不一致，按红色键。</translation>
    </message>
    <message>
        <source>Log in and start a sale</source>
        <translation>登录并开始消费</translation>
    </message>
    <message>
        <source>Test account, filled in for you</source>
        <translation>测试账号，已为您填好</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Signed in, batch %1</source>
        <translation>已签到，批次 %1</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>virtual time %1</source>
        <translation>虚拟时间 %1</translation>
    </message>
    <message>
        <source>Link to the reader</source>
        <translation>与刷卡器的链路</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>内存直连</translation>
    </message>
    <message>
        <source>Log out to change the link.</source>
        <translation>退出登录后才能更改链路。</translation>
    </message>
    <message>
        <source>Acquirer</source>
        <translation>收单机构</translation>
    </message>
    <message>
        <source>HOST:PORT, empty for the built-in one</source>
        <translation>主机:端口，留空为内置主机</translation>
    </message>
    <message>
        <source>Use it (the reader starts anew)</source>
        <translation>使用（刷卡器将重新启动）</translation>
    </message>
    <message>
        <source>Code %1</source>
        <translation>配对码 %1</translation>
    </message>
</context>
<context>
    <name>PowerPanel</name>
    <message>
        <source>Supply</source>
        <translation>供电</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>刷卡器</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>固件</translation>
    </message>
    <message>
        <source>Backlight</source>
        <translation>背光</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>开机</translation>
    </message>
    <message>
        <source>Cut the power</source>
        <translation>断电</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Power on and off will appear here</source>
        <translation>开机和断电会显示在这里</translation>
    </message>
</context>
<context>
    <name>ReaderView</name>
    <message>
        <source>Reader %1, SIMULATOR</source>
        <translation>刷卡器 %1，SIMULATOR</translation>
    </message>
    <message>
        <source>Reader, SIMULATOR</source>
        <translation>刷卡器，SIMULATOR</translation>
    </message>
    <message>
        <source>SAM slot, %1</source>
        <translation>SAM 卡槽，%1</translation>
    </message>
    <message>
        <source>Display, PIN entry</source>
        <translation>显示屏，正在输入密码</translation>
    </message>
    <message>
        <source>Display, 4 lines: %1</source>
        <translation>显示屏，四行：%1</translation>
    </message>
    <message>
        <source>Display, dark</source>
        <translation>显示屏，未点亮</translation>
    </message>
    <message>
        <source>Light %1, on</source>
        <translation>指示灯 %1，亮</translation>
    </message>
    <message>
        <source>Light %1, off</source>
        <translation>指示灯 %1，灭</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>向上</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>向下</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>电源</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星号</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>井号</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Stripe slot, card in it</source>
        <translation>磁条槽，有卡</translation>
    </message>
    <message>
        <source>Stripe slot, empty</source>
        <translation>磁条槽，空</translation>
    </message>
    <message>
        <source>Chip slot, %1 inserted</source>
        <translation>芯片插槽，已插入 %1</translation>
    </message>
    <message>
        <source>Chip slot, empty</source>
        <translation>芯片插槽，空</translation>
    </message>
</context>
<context>
    <name>SaleSteps</name>
    <message>
        <source>Reader connected, signed in</source>
        <translation>刷卡器已连接，已签到</translation>
    </message>
    <message>
        <source>Request sent</source>
        <translation>请求已发送</translation>
    </message>
    <message>
        <source>Amount sent</source>
        <translation>金额已发送</translation>
    </message>
    <message>
        <source>Swipe again</source>
        <translation>请重新刷卡</translation>
    </message>
    <message>
        <source>The card has a chip</source>
        <translation>请使用芯片</translation>
    </message>
    <message>
        <source>Waiting for card</source>
        <translation>等待卡片</translation>
    </message>
    <message>
        <source>PIN on the reader</source>
        <translation>在刷卡器上输入密码</translation>
    </message>
    <message>
        <source>Host answer</source>
        <translation>主机应答</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>小票</translation>
    </message>
    <message>
        <source>Declined, code %1</source>
        <translation>交易拒绝，应答码 %1</translation>
    </message>
    <message>
        <source>The cardholder signs here</source>
        <translation>请持卡人在此签名</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>New sale</source>
        <translation>新交易</translation>
    </message>
    <message>
        <source>Cancel sale</source>
        <translation>取消交易</translation>
    </message>
    <message>
        <source>Sealed end to end. This phone never sees card or PIN.</source>
        <translation>全程加密。手机看不到卡号和密码。</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1：已完成</translation>
    </message>
    <message>
        <source>%1: now</source>
        <translation>%1：进行中</translation>
    </message>
</context>
<context>
    <name>ScenarioPanel</name>
    <message>
        <source>not loaded</source>
        <translation>未载入</translation>
    </message>
    <message>
        <source>getting ready</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Scenario file</source>
        <translation>场景文件</translation>
    </message>
    <message>
        <source>Path of a scenario file, or drop one here</source>
        <translation>场景文件路径，或拖到这里</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>■ Stop</source>
        <translation>■ 停止</translation>
    </message>
    <message>
        <source>● Record</source>
        <translation>● 录制</translation>
    </message>
    <message>
        <source>Recording: everything you do becomes a step.</source>
        <translation>正在录制：您所做的每一步都会成为步骤。</translation>
    </message>
    <message>
        <source>%1 steps recorded. Where shall the file go?</source>
        <translation>已录制 %1 步。文件存到哪里？</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>File of the recording</source>
        <translation>录制文件</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Play it</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Written for the reader %1; it plays on the one that is here.</source>
        <translation>此场景为刷卡器 %1 编写，现在在当前刷卡器上播放。</translation>
    </message>
    <message>
        <source>%1 · step %2 of %3</source>
        <translation>%1 · 第 %2 步，共 %3 步</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Line %1, %2</source>
        <translation>第 %1 行，%2</translation>
    </message>
    <message>
        <source>Expected: %1</source>
        <translation>期望：%1</translation>
    </message>
    <message>
        <source>Actual: %1</source>
        <translation>实际：%1</translation>
    </message>
    <message>
        <source>Scenario not loaded</source>
        <translation>场景未载入</translation>
    </message>
    <message>
        <source>%1, line %2, column %3</source>
        <translation>%1，第 %2 行第 %3 列</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新载入</translation>
    </message>
    <message>
        <source>Record what you do, or open a scenario file: its steps light up as they run.</source>
        <translation>录制您的操作，或打开场景文件：运行时步骤会逐一亮起。</translation>
    </message>
</context>
<context>
    <name>mpos::gui::ScenarioPlayer</name>
    <message>
        <source>the act to be carried out</source>
        <translation>操作应被执行</translation>
    </message>
    <message>
        <source>it was refused: %1</source>
        <translation>被拒绝：%1</translation>
    </message>
    <message>
        <source>, within %1</source>
        <translation>，%1 内</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>Signature field, %1 strokes</source>
        <translation>签名区，%1 笔</translation>
    </message>
    <message>
        <source>Signature field, empty; the space bar draws a test signature</source>
        <translation>签名区，空白；按空格键写入测试签名</translation>
    </message>
</context>
<context>
    <name>StoragePanel</name>
    <message>
        <source>Flash</source>
        <translation>Flash</translation>
    </message>
    <message>
        <source>Sectors in use</source>
        <translation>已用扇区</translation>
    </message>
    <message>
        <source>%1 KiB each</source>
        <translation>每个 %1 KiB</translation>
    </message>
    <message>
        <source>Most worn sector</source>
        <translation>磨损最多的扇区</translation>
    </message>
    <message>
        <source>erases</source>
        <translation>次擦除</translation>
    </message>
    <message>
        <source>Reversal kept</source>
        <translation>保存的冲正</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>no</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Audit entries</source>
        <translation>审计条目</translation>
    </message>
    <message>
        <source>Sector %1, erased %2 times</source>
        <translation>扇区 %1，已擦除 %2 次</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Each write and erase of the flash will appear here</source>
        <translation>Flash 的每次写入和擦除都会显示在这里</translation>
    </message>
</context>
<context>
    <name>TimelinePanel</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter: 0200, GENERATE AC, screen</source>
        <translation>筛选：0200、GENERATE AC、画面</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>刷卡器</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>PSAM</source>
        <translation>PSAM</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>No event fits the filter</source>
        <translation>没有符合筛选的事件</translation>
    </message>
    <message>
        <source>Every frame, APDU and key operation will appear here</source>
        <translation>每个帧、APDU 和密钥操作都会显示在这里</translation>
    </message>
    <message>
        <source>%1 older events dropped</source>
        <translation>已丢弃 %1 个较早的事件</translation>
    </message>
</context>
<context>
    <name>TimelineWords</name>
    <message>
        <source>Link down</source>
        <translation>链路断开</translation>
    </message>
    <message>
        <source>Link connecting</source>
        <translation>链路连接中</translation>
    </message>
    <message>
        <source>Code to compare</source>
        <translation>待比对的配对码</translation>
    </message>
    <message>
        <source>Session up</source>
        <translation>会话已建立</translation>
    </message>
    <message>
        <source>Session refused</source>
        <translation>会话被拒绝</translation>
    </message>
    <message>
        <source>Reader busy</source>
        <translation>刷卡器忙</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Screen %1</source>
        <translation>画面 %1</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>无显示</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>Outcome %1</source>
        <translation>结果 %1</translation>
    </message>
    <message>
        <source>Power on</source>
        <translation>开机</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>关机</translation>
    </message>
    <message>
        <source>Beep</source>
        <translation>蜂鸣</translation>
    </message>
    <message>
        <source>%1 Hz</source>
        <translation>%1 Hz</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>flash at 0x%1</source>
        <translation>Flash 0x%1</translation>
    </message>
    <message>
        <source>Card in</source>
        <translation>插入卡片</translation>
    </message>
    <message>
        <source>Card out</source>
        <translation>取出卡片</translation>
    </message>
    <message>
        <source>Chip ended</source>
        <translation>芯片交易结束</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>审计</translation>
    </message>
    <message>
        <source>frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>账簿</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录制中</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>已录制</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message>
        <source>Wallet, %1 cards</source>
        <translation>卡包，%1 张卡</translation>
    </message>
    <message>
        <source>Too fast: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡过快：%1 cm/s，可读范围 10–150。</translation>
    </message>
    <message>
        <source>Too slow: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡过慢：%1 cm/s，可读范围 10–150。</translation>
    </message>
    <message>
        <source>%1 cm/s</source>
        <translation>%1 cm/s</translation>
    </message>
    <message>
        <source>WALLET</source>
        <translation>卡包</translation>
    </message>
    <message>
        <source>Not loaded, line %1, column %2</source>
        <translation>未载入，第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新载入</translation>
    </message>
    <message>
        <source>in the chip slot</source>
        <translation>在芯片插槽中</translation>
    </message>
    <message>
        <source>at the antenna</source>
        <translation>感应中</translation>
    </message>
    <message>
        <source>Card %1, %2, ending %3</source>
        <translation>卡片 %1，%2，尾号 %3</translation>
    </message>
    <message>
        <source>PSAM %1, in its slot</source>
        <translation>PSAM %1，已在卡槽中</translation>
    </message>
    <message>
        <source>PSAM %1</source>
        <translation>PSAM %1</translation>
    </message>
    <message>
        <source>in its slot</source>
        <translation>已在卡槽中</translation>
    </message>
    <message>
        <source>drag to the reader</source>
        <translation>拖到刷卡器上</translation>
    </message>
    <message>
        <source>Drag a card to the reader, or select it and press</source>
        <translation>把卡拖到刷卡器上，或选中后按</translation>
    </message>
    <message>
        <source>The wallet is empty</source>
        <translation>卡包是空的</translation>
    </message>
    <message>
        <source>swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>insert</source>
        <translation>插卡</translation>
    </message>
    <message>
        <source>tap</source>
        <translation>挥卡</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Sale</source>
        <translation>消费</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余额查询</translation>
    </message>
    <message>
        <source>Wallet purchase</source>
        <translation>电子钱包消费</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Trace number</source>
        <translation>流水号</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考号</translation>
    </message>
    <message>
        <source>Authorisation code</source>
        <translation>授权码</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>First amount</source>
        <translation>原金额</translation>
    </message>
    <message>
        <source>stripe</source>
        <translation>磁条</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>芯片</translation>
    </message>
    <message>
        <source>chip and stripe</source>
        <translation>芯片 · 磁条</translation>
    </message>
    <message>
        <source>Debit</source>
        <translation>借记卡</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>贷记卡</translation>
    </message>
    <message>
        <source>UnionPay debit, chip and tap</source>
        <translation>银联借记卡，芯片、非接</translation>
    </message>
    <message>
        <source>UnionPay credit, chip and tap</source>
        <translation>银联贷记卡，芯片、非接</translation>
    </message>
    <message>
        <source>Youchi bar reader</source>
        <translation>Youchi 直板刷卡器</translation>
    </message>
    <message>
        <source>Newland bar reader</source>
        <translation>Newland 直板刷卡器</translation>
    </message>
    <message>
        <source>M35 reader, stripe, chip and contactless</source>
        <translation>M35 刷卡器，磁条、芯片、非接</translation>
    </message>
    <message>
        <source>Application blocked</source>
        <translation>应用已锁定</translation>
    </message>
    <message>
        <source>Approves by itself</source>
        <translation>脱机批准</translation>
    </message>
    <message>
        <source>Bar reader with a lenient policy</source>
        <translation>直板刷卡器，宽松策略</translation>
    </message>
    <message>
        <source>Bar reader, stripe and chip</source>
        <translation>直板刷卡器，磁条、芯片</translation>
    </message>
    <message>
        <source>Before its date</source>
        <translation>未到生效日</translation>
    </message>
    <message>
        <source>Blocks, T=1</source>
        <translation>T=1 块传输</translation>
    </message>
    <message>
        <source>Card blocked</source>
        <translation>卡已锁定</translation>
    </message>
    <message>
        <source>Chip debit</source>
        <translation>芯片借记卡</translation>
    </message>
    <message>
        <source>Combined signature, 1408 bits</source>
        <translation>CDA 签名，1408 位</translation>
    </message>
    <message>
        <source>Counter jumps</source>
        <translation>计数器跳变</translation>
    </message>
    <message>
        <source>Counts its sales</source>
        <translation>累计次数检查</translation>
    </message>
    <message>
        <source>Credit, blocked</source>
        <translation>贷记卡，已锁定</translation>
    </message>
    <message>
        <source>Data changed after signing</source>
        <translation>签名后数据被改</translation>
    </message>
    <message>
        <source>Debit of another bank</source>
        <translation>他行借记卡</translation>
    </message>
    <message>
        <source>Debit with a limit of 100.00 a sale</source>
        <translation>借记卡，单笔限额 100.00</translation>
    </message>
    <message>
        <source>Debit, 20.00 on the account</source>
        <translation>借记卡，余额 20.00</translation>
    </message>
    <message>
        <source>Debit, expired</source>
        <translation>借记卡，已过期</translation>
    </message>
    <message>
        <source>Debit, high coercivity</source>
        <translation>借记卡，高抗磁</translation>
    </message>
    <message>
        <source>Debit, reported lost</source>
        <translation>借记卡，已挂失</translation>
    </message>
    <message>
        <source>Debit, reported stolen</source>
        <translation>借记卡，被盗</translation>
    </message>
    <message>
        <source>Debit, worn</source>
        <translation>借记卡，磨损</translation>
    </message>
    <message>
        <source>Declines after approval</source>
        <translation>批准后拒绝</translation>
    </message>
    <message>
        <source>Falls silent</source>
        <translation>不再应答</translation>
    </message>
    <message>
        <source>For cash only</source>
        <translation>仅限取现</translation>
    </message>
    <message>
        <source>Four times the bit rate</source>
        <translation>四倍速率</translation>
    </message>
    <message>
        <source>Issuer certificate past its date</source>
        <translation>发卡行证书过期</translation>
    </message>
    <message>
        <source>Issuer certificate with a wrong hash</source>
        <translation>发卡行证书哈希错误</translation>
    </message>
    <message>
        <source>Longest keys</source>
        <translation>最长密钥</translation>
    </message>
    <message>
        <source>Longest keys, exponent 65537</source>
        <translation>最长密钥，指数 65537</translation>
    </message>
    <message>
        <source>Mastercard test card</source>
        <translation>Mastercard 测试卡</translation>
    </message>
    <message>
        <source>Never been online</source>
        <translation>从未联机</translation>
    </message>
    <message>
        <source>No CDOL1</source>
        <translation>缺少 CDOL1</translation>
    </message>
    <message>
        <source>No offline authentication</source>
        <translation>无脱机认证</translation>
    </message>
    <message>
        <source>PIN and signature</source>
        <translation>密码和签名</translation>
    </message>
    <message>
        <source>PIN blocked</source>
        <translation>密码已锁定</translation>
    </message>
    <message>
        <source>PIN checked by the chip</source>
        <translation>芯片验证密码</translation>
    </message>
    <message>
        <source>Past its date</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Phone with a payment SIM</source>
        <translation>带支付 SIM 的手机</translation>
    </message>
    <message>
        <source>Plain PIN or nothing</source>
        <translation>明文密码</translation>
    </message>
    <message>
        <source>Published virtual card</source>
        <translation>公开虚拟卡</translation>
    </message>
    <message>
        <source>Refuses its issuer</source>
        <translation>拒绝发卡行</translation>
    </message>
    <message>
        <source>SM4 cryptograms</source>
        <translation>SM4 密文</translation>
    </message>
    <message>
        <source>Signature, no PIN</source>
        <translation>签名，无密码</translation>
    </message>
    <message>
        <source>Signs another number</source>
        <translation>签名卡号不符</translation>
    </message>
    <message>
        <source>Static authentication</source>
        <translation>静态认证</translation>
    </message>
    <message>
        <source>TLV length too long</source>
        <translation>TLV 长度错误</translation>
    </message>
    <message>
        <source>Three applications</source>
        <translation>三个应用</translation>
    </message>
    <message>
        <source>Two account numbers</source>
        <translation>两个卡号</translation>
    </message>
    <message>
        <source>UnionPay electronic cash</source>
        <translation>银联电子现金</translation>
    </message>
    <message>
        <source>UnionPay quasi-credit</source>
        <translation>银联准贷记卡</translation>
    </message>
    <message>
        <source>Visa test card</source>
        <translation>Visa 测试卡</translation>
    </message>
    <message>
        <source>Wallet of the first generation</source>
        <translation>第一代电子钱包</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>交易拒绝</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Card not readable</source>
        <translation>卡片无法读取</translation>
    </message>
    <message>
        <source>Use the chip</source>
        <translation>请使用芯片</translation>
    </message>
    <message>
        <source>No host answer</source>
        <translation>主机无应答</translation>
    </message>
    <message>
        <source>Host not reached</source>
        <translation>无法连接主机</translation>
    </message>
    <message>
        <source>Answer refused</source>
        <translation>应答被拒绝</translation>
    </message>
    <message>
        <source>Card taken out too early</source>
        <translation>卡片过早拔出</translation>
    </message>
    <message>
        <source>Card refused</source>
        <translation>卡片被拒绝</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Load electronic cash</source>
        <translation>电子现金圈存</translation>
    </message>
    <message>
        <source>Electronic cash sale</source>
        <translation>电子现金消费</translation>
    </message>
    <message>
        <source>55AA reader, as the public firmware</source>
        <translation>55AA 刷卡器，与公开固件一致</translation>
    </message>
    <message>
        <source>55AA reader, certified</source>
        <translation>55AA 刷卡器，已认证</translation>
    </message>
    <message>
        <source>Bar reader, offline approvals</source>
        <translation>直板刷卡器，脱机批准</translation>
    </message>
    <message>
        <source>Bar reader, outdated parameters</source>
        <translation>直板刷卡器，参数过期</translation>
    </message>
    <message>
        <source>Declines at the antenna</source>
        <translation>感应时拒绝</translation>
    </message>
    <message>
        <source>M35 reader with contactless limits</source>
        <translation>M35 刷卡器，有非接限额</translation>
    </message>
    <message>
        <source>Online PIN, offline if need be</source>
        <translation>联机密码，必要时脱机</translation>
    </message>
    <message>
        <source>Phone that asks its owner</source>
        <translation>须机主确认的手机</translation>
    </message>
    <message>
        <source>Reader on a radio that loses frames, whose link acknowledges and repeats</source>
        <translation>无线会丢帧的刷卡器，链路确认并重发</translation>
    </message>
    <message>
        <source>Signs another number at the antenna</source>
        <translation>感应时签名卡号不符</translation>
    </message>
    <message>
        <source>Wants its contacts</source>
        <translation>要求插卡</translation>
    </message>
    <message>
        <source>Test acquirer</source>
        <translation>测试收单机构</translation>
    </message>
    <message>
        <source>Test acquirer with new parameters</source>
        <translation>测试收单机构，有新参数</translation>
    </message>
    <message>
        <source>Test acquirer without sign-in proof</source>
        <translation>测试收单机构，签到无证明</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Faults</source>
        <translation>故障</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>电源</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链路</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>All panels</source>
        <translation>所有面板</translation>
    </message>
</context>
</TS>
